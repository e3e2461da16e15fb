/** The door of this folder: the rest of the program calls what is exported here. */
import type { Agent37Client } from "./contract.ts";
import type { Agent37ClientOptions } from "./options.ts";

export type { Agent37Client } from "./contract.ts";
export type {
  Agent37ClientOptions,
  ApiAccount,
  CallOptions,
  FoundTurn,
  LostTurn,
  NetworkSettings,
  RetryWait,
  TurnOptions,
  TurnRef,
} from "./options.ts";

/** Makes a client. Nothing is loaded or connected before the first call. */
export function createAgent37Client(options: Agent37ClientOptions): Agent37Client {
  let opened: Promise<Agent37Client> | undefined;
  let disposed = false;
  const open = async (): Promise<Agent37Client> => {
    const { openClient } = await import("./openClient.ts");
    const client = openClient(options);
    // Its calls end as those of any client that is closed.
    if (disposed) await client.dispose();
    return client;
  };
  const client = (): Promise<Agent37Client> => {
    opened ??= open().catch((error: unknown) => {
      // The next call tries again.
      opened = undefined;
      throw error;
    });
    return opened;
  };

  return {
    listInstances: async (...given) => (await client()).listInstances(...given),
    getInstance: async (...given) => (await client()).getInstance(...given),
    createInstance: async (...given) => (await client()).createInstance(...given),
    patchInstance: async (...given) => (await client()).patchInstance(...given),
    deleteInstance: async (...given) => (await client()).deleteInstance(...given),
    startInstance: async (...given) => (await client()).startInstance(...given),
    stopInstance: async (...given) => (await client()).stopInstance(...given),
    restartInstance: async (...given) => (await client()).restartInstance(...given),
    updateInstance: async (...given) => (await client()).updateInstance(...given),
    resizeInstance: async (...given) => (await client()).resizeInstance(...given),
    undeleteInstance: async (...given) => (await client()).undeleteInstance(...given),
    forkInstance: async (...given) => (await client()).forkInstance(...given),
    listBackups: async (...given) => (await client()).listBackups(...given),
    createBackup: async (...given) => (await client()).createBackup(...given),
    restoreBackup: async (...given) => (await client()).restoreBackup(...given),
    listTemplates: async (...given) => (await client()).listTemplates(...given),
    getSpend: async (...given) => (await client()).getSpend(...given),
    setSpendCap: async (...given) => (await client()).setSpendCap(...given),
    topUpSpend: async (...given) => (await client()).topUpSpend(...given),
    getUsage: async (...given) => (await client()).getUsage(...given),
    getAccountUsage: async (...given) => (await client()).getAccountUsage(...given),
    exec: async (...given) => (await client()).exec(...given),
    getLogs: async (...given) => (await client()).getLogs(...given),
    getMetrics: async (...given) => (await client()).getMetrics(...given),
    getPageAddress: async (...given) => (await client()).getPageAddress(...given),
    listDirectory: async (...given) => (await client()).listDirectory(...given),
    downloadFile: async (...given) => (await client()).downloadFile(...given),
    downloadArchive: async (...given) => (await client()).downloadArchive(...given),
    writeFile: async (...given) => (await client()).writeFile(...given),
    createDirectory: async (...given) => (await client()).createDirectory(...given),
    moveFile: async (...given) => (await client()).moveFile(...given),
    deleteFile: async (...given) => (await client()).deleteFile(...given),
    getHealth: async (...given) => (await client()).getHealth(...given),
    listModels: async (...given) => (await client()).listModels(...given),
    listSessions: async (...given) => (await client()).listSessions(...given),
    getSession: async (...given) => (await client()).getSession(...given),
    renameSession: async (...given) => (await client()).renameSession(...given),
    deleteSession: async (...given) => (await client()).deleteSession(...given),
    uploadFile: async (...given) => (await client()).uploadFile(...given),
    createResponse: async (...given) => (await client()).createResponse(...given),
    getResponse: async (...given) => (await client()).getResponse(...given),
    cancelResponse: async (...given) => (await client()).cancelResponse(...given),
    async *runTurn(...given) {
      yield* (await client()).runTurn(...given);
    },
    async *followTurn(...given) {
      yield* (await client()).followTurn(...given);
    },
    async *recoverTurn(...given) {
      yield* (await client()).recoverTurn(...given);
    },
    async dispose() {
      disposed = true;
      // Whoever called is told that it could not be opened; there is nothing to close.
      const client = await opened?.catch(() => undefined);
      await client?.dispose();
    },
  };
}
