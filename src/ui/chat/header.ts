import type { Account } from "../../core/account/account.ts";
import type { Chat } from "../../core/conversation/chat.ts";
import { unreadInstance } from "../../core/instances/instanceState.ts";
import type { Instances } from "../../core/instances/instances.ts";
import type { Instance } from "../../api/wire.ts";
import { parseInput } from "../../core/conversation/message.ts";
import type { FontView, HeaderView } from "../../protocol/view.ts";
import { gateOf } from "./gate.ts";

/** How harnesses spell their own names, where that differs from a capital first letter. */
const spellings: Readonly<Record<string, string>> = {
  openclaw: "OpenClaw",
  opencode: "OpenCode",
  "claude-code": "Claude Code",
};

/** Longest title, in UTF-16 units. */
const maxTitle = 60;

/** The instance that a chat's next message goes to: its session's own, else the selected one. */
export function targetOf(chat: Chat, instances: Pick<Instances, "find" | "selected">): Instance | undefined {
  const { instance } = chat;
  if (!instance || (chat.conversation.sessionId === undefined && !chat.isBusy)) {
    return instances.selected;
  }
  return instances.find(instance.id) ?? unreadInstance(instance, undefined);
}

/** What stands above and around a chat's transcript. */
export function headerOf(chat: Chat, instances: Instances, account: Account, font: FontView): HeaderView {
  const instance = targetOf(chat, instances);
  const { state } = instances;
  const gate = gateOf({
    // Not read yet is not the same as missing.
    urlIsUsable: account.state === undefined || account.state.baseUrl !== undefined,
    hasKey: account.state === undefined || account.state.source !== "none",
    instance,
    hasInstances: state.kind !== "ready" || instances.list.length > 0,
    instancesLoading: state.kind === "loading",
    instancesError: state.kind === "failed" ? state.error : undefined,
    load: chat.load,
    isAwaited: chat.conversation.active?.phase.kind === "awaiting",
  });
  return {
    gate: gate.view,
    canSend: gate.canSend,
    agentName: agentOf(chat, instances),
    instanceName: instance && (instance.name ?? instance.id),
    instanceSleep: sleepOf(instance),
    title: titleOf(chat),
    font,
  };
}

function sleepOf(instance: Instance | undefined): HeaderView["instanceSleep"] {
  const status = instance?.status;
  return status === "sleeping" || status === "waking" ? status : undefined;
}

/** What a chat's agent is called; empty when that is not known. */
export function agentOf(chat: Chat, instances: Instances): string {
  return agentName(chat.dials.agent ?? targetOf(chat, instances)?.agents[0]);
}

/** A harness by its name. Empty when it is not known; the view has its own word then. */
export function agentName(harness: string | undefined): string {
  if (!harness) return "";
  return spellings[harness] ?? harness.charAt(0).toUpperCase() + harness.slice(1);
}

/** The last title of each chat: it is asked for with every change, and a first message can be long. */
const titles = new WeakMap<Chat, Readonly<Record<"named" | "input" | "title", string | undefined>>>();

/** The session's title, or the first line of its first message. */
export function titleOf(chat: Chat): string | undefined {
  const { settled, active } = chat.conversation;
  const input = (settled[0] ?? active)?.input;
  const { title: named } = chat;
  const known = titles.get(chat);
  if (known && known.named === named && known.input === input) return known.title;
  const title = firstLine(named ?? textOf(input));
  titles.set(chat, { named, input, title });
  return title;
}

function firstLine(text: string | undefined): string | undefined {
  const line = text?.trim().split("\n", 1)[0] ?? "";
  if (line === "") return undefined;
  return line.length > maxTitle ? `${line.slice(0, maxTitle - 1)}…` : line;
}

/** What begins with the user's own words needs no closer look. */
function textOf(input: string | undefined): string | undefined {
  if (!input?.startsWith("[")) return input;
  const { text, snippets } = parseInput(input);
  return text.trim() === "" ? snippets[0]?.title : text;
}
