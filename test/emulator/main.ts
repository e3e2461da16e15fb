import { parseArgs } from "node:util";
import { commandList } from "./agent/commands.ts";
import { startEmulator } from "./emulator.ts";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "3700" },
    host: { type: "string", default: "127.0.0.1" },
    seed: { type: "string", default: "default" },
    key: { type: "string" },
    files: { type: "string" },
    verbose: { type: "boolean", default: false },
  },
});

const emulator = await startEmulator({
  port: Number(values.port),
  host: values.host,
  seed: values.seed === "empty" ? "empty" : "default",
  quiet: !values.verbose,
  ...(values.key !== undefined && { key: values.key }),
  ...(values.files !== undefined && { filesRoot: values.files }),
});

const width = Math.max(...commandList().map(([usage]) => usage.length));
const commands = commandList().map(([usage, does]) => `  ${usage.padEnd(width)}  ${does}`);
console.log(
  [
    "An Agent37 on this machine. Nothing in it costs money or leaves the machine.",
    "",
    `  unified API        ${emulator.unifiedUrl}`,
    `  two-plane API      ${emulator.twoPlaneUrl}`,
    `  bare gateway       ${emulator.gatewayUrl}   (no key)`,
    `  control            ${emulator.url}/__control/`,
    `  API key            ${emulator.key}`,
    "",
    "The agent answers to these words at the start of a message:",
    ...commands,
    "",
    "Ctrl+C ends it.",
  ].join("\n"),
);

const stop = () => {
  void emulator.close().then(() => process.exit(0));
};
process.on("SIGINT", stop);
process.on("SIGTERM", stop);
