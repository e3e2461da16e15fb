import { setImmediate } from "node:timers/promises";
import type * as vscode from "vscode";
import { type ApiAccount, createAgent37Client } from "./api/client.ts";
import { createRedactor } from "./api/http/redact.ts";
import { systemClock as clock } from "./common/clock.ts";
import { Account } from "./core/account/account.ts";
import { UploadService } from "./core/attachments/uploads.ts";
import { Chats } from "./core/conversation/chats.ts";
import { RecordStore } from "./core/conversation/recordStore.ts";
import { TraceStore } from "./core/conversation/traceStore.ts";
import { createInstanceFiles } from "./core/files/instanceFiles.ts";
import { Homes } from "./core/files/homes.ts";
import { Instances } from "./core/instances/instances.ts";
import { SpendTracker } from "./core/spend/spendTracker.ts";
import { createAttachmentReader } from "./platform/attachmentReader.ts";
import { openLink } from "./platform/links.ts";
import { createPlatform } from "./platform/platform.ts";
import { createSecretStore } from "./platform/secrets.ts";
import { registerAccount } from "./ui/account/registerAccount.ts";
import { registerAnswers } from "./ui/answers/registerAnswers.ts";
import { createAttachmentSource } from "./ui/attachments/createAttachmentSource.ts";
import { registerAttachCommands } from "./ui/attachments/registerAttachCommands.ts";
import { registerChat } from "./ui/chat/registerChat.ts";
import { registerDiagnostics } from "./ui/diagnostics/registerDiagnostics.ts";
import { registerFileSystem } from "./ui/files/fileSystem.ts";
import { instanceFinder } from "./ui/files/fileSystemInstances.ts";
import { registerFiles } from "./ui/files/registerFiles.ts";
import { registerInstances } from "./ui/instances/registerInstances.ts";
import { registerObserve } from "./ui/observe/registerObserve.ts";
import { createProblems, registerProblems } from "./ui/problems/registerProblems.ts";
import { registerReports } from "./ui/reports/registerReports.ts";
import { registerSessions } from "./ui/sessions/registerSessions.ts";
import { registerSpend } from "./ui/spend/registerSpend.ts";
import { registerTerminal } from "./ui/terminal/registerTerminal.ts";

/** Puts the parts together. Nothing is read from the network before this has resolved. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const own = <T extends vscode.Disposable>(part: T): T => {
    context.subscriptions.push(part);
    return part;
  };
  const keys = new Set<string>();
  const remember = <T extends ApiAccount | undefined>(used: T): T => {
    if (used) keys.add(used.key);
    return used;
  };

  const redact = createRedactor(() => keys);
  const platform = own(createPlatform(context, redact));
  const { logger, settings, windowStore, globalStore, userAgent } = platform;
  const traces = new TraceStore(platform.globalFiles("traces"), logger);
  // Copies belong to the drafts and queues of this window.
  const blobs = platform.windowFiles("attachments");
  const reader = createAttachmentReader(blobs);

  const connect = (current: () => Promise<ApiAccount | undefined>) =>
    createAgent37Client({ account: current, network: () => settings.network(), userAgent, clock, logger });
  const account = own(
    new Account({
      secrets: createSecretStore(context.secrets),
      apiUrl: () => settings.get("apiUrl"),
      onDidChangeApiUrl: settings.onDidChange("apiUrl"),
      environment: { key: process.env["AGENT37_API_KEY"], url: process.env["AGENT37_API_URL"] },
      probe: async (candidate, signal) => {
        const client = connect(() => Promise.resolve(remember(candidate)));
        await client.listInstances({ signal }).finally(() => client.dispose());
      },
      logger,
    }),
  );
  const client = connect(async () => remember(await account.current()));
  own({ dispose: () => void client.dispose() });
  const instances = own(
    new Instances({
      ...platform,
      client,
      clock,
      hasKey: async () => (await account.ready()).source !== "none",
      onDidChangeAccount: account.onDidChange,
      gatewayUrl: () => settings.get("gatewayUrl"),
      onDidChangeGatewayUrl: settings.onDidChange("gatewayUrl"),
    }),
  );
  const spend = own(new SpendTracker({ client, clock, logger }));
  const chats = own(
    new Chats(
      {
        client,
        clock,
        computers: instances,
        records: new RecordStore(windowStore, globalStore),
        uploads: new UploadService({ client, reader, store: globalStore }),
        traces,
        turnDefaults: () => settings.turnDefaults(),
        maxRetryWaitMs: () => settings.get("maxRetryWaitSeconds") * 1000,
        newId: () => crypto.randomUUID(),
      },
      windowStore,
    ),
  );

  // The extension host serves others in between; who needs a command or a view waits until all are registered.
  await setImmediate();

  const problems = createProblems({ ...platform, clock });
  const files = own(createInstanceFiles({ ...platform, client, clock, ...instanceFinder(instances, clock) }));
  own(chats.onDidCreate((chat) => chat.onDidEndTurn(() => files.refresh())));
  const { show: showReport } = own(registerReports({ ...platform, account, instances }));
  const parts = { ...platform, account, client, clock, instances, spend, problems, homes: new Homes(client) };
  const shared = { ...parts, files, openLink, showReport };
  own(registerProblems(context.extension.id));
  own(registerAccount(shared));
  const answers = own(registerAnswers(shared));
  const attachments = own(createAttachmentSource({ ...shared, blobs, reader }));
  const chat = own(registerChat({ ...shared, chats, attachments, answers }));
  const { sessionHost: host, attachTarget: target, onRemedied } = chat;
  own(registerAttachCommands({ source: attachments, target, problems }));
  own(registerInstances({ ...shared, onRemedied }));
  own(registerSpend({ ...shared, chats, onRemedied }));
  own(registerFileSystem(shared));
  own(registerFiles({ ...shared, target }));
  own(registerTerminal(shared));
  own(registerObserve(shared));
  own(registerSessions({ ...shared, host, traces }));
  own(registerDiagnostics({ ...shared, redact }));
  const start = setTimeout(() => void instances.start());
  own({ dispose: () => clearTimeout(start) });
}
