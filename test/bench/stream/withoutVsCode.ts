/**
 * To be imported before code of the host that knows VS Code: there is no such module outside of it, and what is measured
 * here asks nothing of it.
 */
import { registerHooks } from "node:module";

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === "vscode"
      ? { url: "data:text/javascript,export {}", format: "module", shortCircuit: true }
      : next(specifier, context),
});
