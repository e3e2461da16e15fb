/** What the bench of the host's path measures of `ui`. It knows VS Code, so it is loaded after a stand-in for that. */
export { diffTurns } from "../../../src/ui/chat/diff.ts";
export { Presenter } from "../../../src/ui/chat/presenter.ts";
