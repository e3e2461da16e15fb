/** What is asked and done around instances, in one part that is loaded when it is needed. */
export { createBackup, forkInstance, restoreBackup } from "./actions/copies.ts";
export { deleteInstance } from "./actions/deleteInstance.ts";
export { restartInstance, startInstance, stopInstance, updateInstance } from "./actions/lifecycle.ts";
export { renameInstance } from "./actions/renameInstance.ts";
export { resizeInstance } from "./actions/resizeInstance.ts";
export { setAutoSleep } from "./actions/setAutoSleep.ts";
export { createInstance } from "./create/createInstance.ts";
