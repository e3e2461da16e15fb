import type * as vscode from "vscode";
import type { Agent37Client } from "../../api/client.ts";
import { rowOf } from "../../api/errors/catalogue.ts";
import type { Clock } from "../../common/clock.ts";
import { type Disposable, DisposableStore } from "../../common/disposable.ts";
import { Emitter } from "../../common/emitter.ts";
import type { KeyValueStore } from "../../common/keyValueStore.ts";
import type { AttachmentSource, AttachTarget } from "../../core/attachments/attachmentSource.ts";
import type { Account } from "../../core/account/account.ts";
import type { AnswerActions } from "../../core/conversation/answerActions.ts";
import type { Chat } from "../../core/conversation/chat.ts";
import type { Chats } from "../../core/conversation/chats.ts";
import { messageOf } from "../../core/conversation/message.ts";
import type { SessionHost } from "../../core/conversation/sessionHost.ts";
import { isFailed, type Turn } from "../../core/conversation/state.ts";
import type { Instances } from "../../core/instances/instances.ts";
import type { Settings } from "../../platform/settings.ts";
import type { HeaderView } from "../../protocol/view.ts";
import type { Problems } from "../problems/problems.ts";
import type { RemedyContext } from "../problems/remedies.ts";
import { registerChatCommands } from "./chatCommands.ts";
import { ChatViews } from "./chatViews.ts";
import { registerDialCommands } from "./dialCommands.ts";
import { dialsOf } from "./dialViews.ts";
import { Drafts } from "./drafts.ts";
import { followSelection } from "./followSelection.ts";
import { agentOf, headerOf, targetOf } from "./header.ts";
import { ModelLists } from "./modelLists.ts";
import { registerSendMessage } from "./sendMessage.ts";
import { sendWhenStarted } from "./sendWhenStarted.ts";
import { createSessionHost } from "./sessionHost.ts";
import { registerTurnEndNotice } from "./turnEndNotice.ts";
import { TurnProblems } from "./turnProblems.ts";
import { registerViewBadge } from "./viewBadge.ts";
import { ViewSettings } from "./viewSettings.ts";

export interface ChatUiDeps {
  readonly extensionUri: vscode.Uri;
  readonly account: Account;
  readonly chats: Chats;
  readonly client: Pick<Agent37Client, "listModels">;
  readonly instances: Instances;
  readonly problems: Problems;
  readonly settings: Settings;
  readonly attachments: AttachmentSource;
  readonly answers: AnswerActions;
  readonly clock: Clock;
  /** Records of this window. */
  readonly windowStore: KeyValueStore;
  readonly openLink: (href: string) => Promise<boolean>;
}

/** What the rest of the program needs of the chats. */
export interface ChatUi extends Disposable {
  readonly sessionHost: SessionHost;
  readonly attachTarget: AttachTarget;
  /** What a turn failed for has been put right; its message can go out again. */
  readonly onRemedied: (context: RemedyContext) => void;
}

/** The chat views and their commands. */
export function registerChat(deps: ChatUiDeps): ChatUi {
  const { account, chats, client, instances, problems, settings } = deps;
  const store = new DisposableStore();
  const turnProblems = store.add(new TurnProblems(problems, account.onDidChange));
  store.add(chats.onDidCreate((chat) => turnProblems.watch(chat)));
  store.add(chats.onDidCreate((chat) => chat.onDidEndTurn((turn) => dropMissing(instances, chat, turn))));

  const headerChanged = store.add(new Emitter<void>());
  store.add(account.onDidChange(() => headerChanged.fire()));
  store.add(instances.onDidChange(() => headerChanged.fire()));
  const viewSettings = store.add(new ViewSettings(settings));
  store.add(viewSettings.onDidChange(() => headerChanged.fire()));
  void account.ready().then(() => {
    headerChanged.fire();
    chats.restoreQueued();
  });

  const drafts = store.add(new Drafts(deps.windowStore));
  const header = (chat: Chat): HeaderView => headerOf(chat, instances, account, viewSettings.font);
  const views = store.add(
    new ChatViews(
      chats,
      {
        presentProblem: (chat) => (error, turn, waiting) => turnProblems.view(chat, turn, error, waiting),
        onDidChangeProblems: turnProblems.onDidChange,
        header,
        dials: (chat) =>
          dialsOf({
            dials: chat.dials,
            defaults: viewSettings.defaults,
            instance: targetOf(chat, instances),
            hasSession: chat.sessionId !== undefined,
          }),
        onDidChangeHeader: headerChanged.event,
        drafts,
        attachments: deps.attachments,
        answers: deps.answers,
        targetId: (chat) => targetOf(chat, instances)?.id,
        submit: (chat, message, stopFirst) => {
          const instance = targetOf(chat, instances);
          if (!instance || !header(chat).canSend) return false;
          chat.submit(message, instance, { stopFirst });
          return true;
        },
        stop: (chat) => void chat.cancel(),
        openLink: (href) => void deps.openLink(href),
        report: (chat, error) => {
          const context = { chatId: chat.id, instanceId: chat.instance?.id };
          void problems.report(error, context, crypto.randomUUID());
        },
        inheritedDials: (before) =>
          targetOf(before, instances)?.id === instances.selected?.id ? before.dials : undefined,
      },
      deps.extensionUri,
    ),
  );
  store.add(
    sendWhenStarted({ chats, instances, isWanted: (chat, turn) => views.stillHolds(chat, messageOf(turn)) }),
  );
  store.add(followSelection(instances, chats, views));
  store.add(reopenWhenPossible(chats, account, instances));
  const onRemedied = (context: RemedyContext): void => turnProblems.markRemedied(context);
  store.add(registerChatCommands({ chats, views, drafts, instances, problems }));
  store.add(registerSendMessage(chats, instances));
  store.add(
    registerDialCommands({
      chats,
      views,
      instances,
      models: new ModelLists(client, deps.clock),
      defaults: () => settings.turnDefaults(),
      problems,
      clock: deps.clock,
      onRemedied,
    }),
  );
  store.add(
    registerTurnEndNotice({
      chats,
      views,
      when: () => settings.get("notifyWhenTurnEnds"),
      agentName: (chat) => agentOf(chat, instances),
    }),
  );
  store.add(registerViewBadge(chats, views));
  return {
    sessionHost: createSessionHost(chats, views, drafts),
    attachTarget: {
      async add(attachments, text) {
        const surface = views.current;
        surface.add(attachments, text);
        await views.reveal(surface);
      },
    },
    onRemedied,
    dispose: () => store.dispose(),
  };
}

/** A session that could not be read is read again by itself once what stood in the way may be gone. */
function reopenWhenPossible(chats: Chats, account: Account, instances: Instances): Disposable {
  const store = new DisposableStore();
  const reopen = (): void => {
    for (const chat of chats.all) if (chat.load.kind === "failed") void chat.restore();
  };
  let wasFailed = instances.state.kind === "failed";
  store.add(account.onDidChange(reopen));
  store.add(
    instances.onDidChange(() => {
      const { kind } = instances.state;
      if (wasFailed && kind === "ready") reopen();
      if (kind !== "loading") wasFailed = kind === "failed";
      for (const chat of chats.all) if (isUpAgain(chat, instances)) void chat.restore();
    }),
  );
  return store;
}

/** A session that could not be read because its instance did not run. */
function isUpAgain({ load, instance }: Chat, instances: Instances): boolean {
  if (load.kind !== "failed" || rowOf(load.error).kind !== "instanceNotRunning" || !instance) return false;
  return instances.find(instance.id)?.status === "running";
}

/** A turn found no instance: the selection that led there is stale. */
function dropMissing(instances: Instances, chat: Chat, turn: Turn): void {
  if (!chat.instance || !isFailed(turn) || rowOf(turn.phase.error).kind !== "instanceMissing") return;
  void instances.drop(chat.instance.id);
}
