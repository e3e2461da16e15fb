import * as vscode from "vscode";
import type { Agent37Error } from "../../api/errors/agent37Error.ts";
import { type RemedyId, rowOf } from "../../api/errors/catalogue.ts";
import type { Instance } from "../../api/wire.ts";
import type { ChatLoad } from "../../core/conversation/chatTypes.ts";
import type { GateView, RemedyButton } from "../../protocol/view.ts";
import { problemView } from "../problems/problemView.ts";
import { remedies } from "../problems/remedies.ts";

/** What decides whether a chat is possible. */
export interface GateInput {
  /** False only when it is known that the configured URL cannot be spoken to. */
  readonly urlIsUsable: boolean;
  /** False only when it is known that there is no key. */
  readonly hasKey: boolean;
  /** The instance that the next message would go to. */
  readonly instance: Instance | undefined;
  /** False only when it is known that there are none. */
  readonly hasInstances: boolean;
  /** The instances have been asked for and have not been read yet. */
  readonly instancesLoading: boolean;
  readonly instancesError: Agent37Error | undefined;
  readonly load: ChatLoad;
  /** The message that waits for the instance says all of it. */
  readonly isAwaited?: boolean | undefined;
}

export interface Gate {
  readonly view: GateView;
  readonly canSend: boolean;
}

const open: Gate = { view: { kind: "none" }, canSend: true };

/** What stands between the user and a chat, the most basic lack first, with what leads on, the natural button first. */
export function gateOf({
  urlIsUsable,
  hasKey,
  instance,
  hasInstances,
  instancesLoading,
  instancesError,
  load,
  isAwaited,
}: GateInput): Gate {
  if (!urlIsUsable) {
    return closed(
      "problem",
      vscode.l10n.t("The API URL cannot be used"),
      vscode.l10n.t("It must start with https:// (http:// for this machine only) and hold no credentials."),
      "openSettings",
    );
  }
  if (!hasKey && instance?.dialect !== "gateway") {
    return closed(
      "noKey",
      vscode.l10n.t("Connect to Agent37"),
      vscode.l10n.t(
        "Set an API key to chat with your agents. It is kept in the secret storage of your system.",
      ),
      "setApiKey",
    );
  }
  if (load.kind === "loading") return loading(openingText(instance));
  if (load.kind === "failed") return failed(load.error);
  if (!instance) {
    if (instancesLoading) return loading(vscode.l10n.t("Looking for your instances…"));
    if (instancesError) return failed(instancesError);
    const title = vscode.l10n.t("Select an instance");
    return hasInstances
      ? closed(
          "noInstance",
          title,
          vscode.l10n.t("Choose the computer that your agent runs on, or create one."),
          "selectInstance",
        )
      : closed(
          "noInstance",
          title,
          vscode.l10n.t("There is none yet. Create the computer that your agent runs on."),
          "createInstance",
          "selectInstance",
        );
  }
  return isAwaited ? open : instanceGate(instance, instancesError);
}

/** What an instance that cannot answer yet keeps waiting. */
function openingText(instance: Instance | undefined): string {
  const name = instance?.name ?? instance?.id ?? "";
  switch (instance?.status) {
    case "sleeping":
    case "waking":
      return vscode.l10n.t("Waking {0}…", name);
    case "provisioning":
    case "starting":
    case "restarting":
    case "updating":
      return vscode.l10n.t("Waiting for {0}…", name);
    default:
      return vscode.l10n.t("Opening the session…");
  }
}

function instanceGate(instance: Instance, error: Agent37Error | undefined): Gate {
  const name = instance.name ?? instance.id;
  if (instance.pastDue) {
    return banner(
      vscode.l10n.t("{0} is suspended", name),
      vscode.l10n.t("Its payment is overdue. Top up to use it again."),
      "openBillingDashboard",
    );
  }
  switch (instance.status) {
    case "provisioning":
      return wait(vscode.l10n.t("{0} is being created", name));
    case "starting":
      return wait(vscode.l10n.t("{0} is starting", name));
    case "restarting":
      return wait(vscode.l10n.t("{0} is restarting", name));
    case "updating":
      return wait(vscode.l10n.t("{0} is updating", name));
    case "stopping":
      return {
        ...wait(
          vscode.l10n.t("{0} is stopping", name),
          vscode.l10n.t("It can be started again in a moment."),
        ),
        canSend: false,
      };
    case "stopped":
      return banner(
        vscode.l10n.t("{0} is stopped", name),
        vscode.l10n.t("Start it to send a message."),
        "startInstance",
      );
    case "failed":
      return unusable(
        vscode.l10n.t("{0} has failed", name),
        instance,
        "showInstanceProblem",
        "selectInstance",
      );
    case "deleting":
    case "deleted":
      return unusable(vscode.l10n.t("{0} is deleted", name), instance, "selectInstance");
    default:
      return error && rowOf(error).kind === "network" ? offline(error) : open;
  }
}

/** What is sent meanwhile waits until the instance is ready. */
function wait(title: string, text = vscode.l10n.t("It can be used in a moment.")): Gate {
  return {
    view: { kind: "blocked", reason: "instanceNotReady", title, text, busy: true, buttons: [] },
    canSend: true,
  };
}

function unusable(title: string, { statusReason }: Instance, ...ways: readonly RemedyId[]): Gate {
  const text = statusReason?.message ?? vscode.l10n.t("It cannot be used. Choose another instance.");
  return closed("instanceNotReady", title, text, ...ways);
}

function offline(error: Agent37Error): Gate {
  return {
    view: {
      kind: "blocked",
      reason: "offline",
      title: vscode.l10n.t("Agent37 cannot be reached"),
      text: error.message,
      busy: false,
      buttons: [button("retry")],
    },
    canSend: true,
  };
}

function failed(error: Agent37Error): Gate {
  if (rowOf(error).kind === "network") return { ...offline(error), canSend: false };
  const { title, message, hint, buttons } = problemView(error, {});
  // To read the log leads nowhere; to try again may.
  const natural = buttons.find(({ id }) => id !== ("showLog" satisfies RemedyId)) ?? button("retry");
  return {
    view: {
      kind: "blocked",
      reason: "problem",
      title,
      text: [message, hint].filter(Boolean).join(" "),
      busy: false,
      buttons: [natural],
    },
    canSend: false,
  };
}

function loading(text: string): Gate {
  return { view: { kind: "loading", text }, canSend: false };
}

/** A hint beside a composer that can be used: the status may trail reality, and the server has the last word. */
function banner(title: string, text: string, remedy: RemedyId): Gate {
  return { ...closed("instanceNotReady", title, text, remedy), canSend: true };
}

function closed(
  reason: "noKey" | "noInstance" | "instanceNotReady" | "problem",
  title: string,
  text: string,
  ...ways: readonly RemedyId[]
): Gate {
  return {
    view: { kind: "blocked", reason, title, text, busy: false, buttons: ways.map(button) },
    canSend: false,
  };
}

function button(id: RemedyId): RemedyButton {
  return { id, label: remedies[id].label() };
}
