import * as vscode from "vscode";
import type { Instance, Template } from "../../../api/wire.ts";
import { abortReason } from "../../../common/clock.ts";
import { instanceLabel } from "../../../core/instances/instanceState.ts";
import { showInformation } from "../../../platform/messages.ts";
import { withProgress } from "../../../platform/progress.ts";
import { reportFailure } from "../attempt.ts";
import type { InstancesUiDeps } from "../deps.ts";
import { askInSteps } from "../steps.ts";
import { untilReady, waitWithWords } from "../untilReady.ts";
import { CreateDraft } from "./draft.ts";
import { questions } from "./questions.ts";

type CreateDeps = Pick<InstancesUiDeps, "client" | "clock" | "instances" | "problems">;

/** Asks what to create, creates it, selects it and waits until its agent can take a message. */
export async function createInstance(deps: CreateDeps): Promise<void> {
  const { client, instances } = deps;
  // What is created is told from what is there, so that is looked at again meanwhile.
  void instances.refresh();
  const templates = await withProgress(vscode.l10n.t("Reading the templates…"), (signal) =>
    client.listTemplates({ signal }),
  );
  const dialect = isUnified(instances.list, templates) ? "unified" : "two-plane";
  await askAndCreate(deps, new CreateDraft(templates, dialect), 0);
}

/** @param from the question to begin with; another try begins with the last one, where Enter is enough. */
async function askAndCreate(deps: CreateDeps, draft: CreateDraft, from: number): Promise<void> {
  if (await askInSteps(questions(draft), from)) await create(deps, draft);
}

function again(deps: CreateDeps, draft: CreateDraft): Promise<void> {
  return askAndCreate(deps, draft, questions(draft).length - 1);
}

async function create(deps: CreateDeps, draft: CreateDraft): Promise<void> {
  const { instances } = deps;
  const creation = draft.creation(instances.list);
  const creating = instances.actions.create(creation);
  const { name } = creation.request;
  const title =
    name === undefined ? vscode.l10n.t("Creating an instance") : vscode.l10n.t("Creating {0}", name);
  let made: Instance | undefined;
  let left = false;
  try {
    await withProgress(title, async (signal, say) => {
      say(vscode.l10n.t("Agent37 sets up the computer, which can take minutes…"));
      made = await unlessAborted(creating, signal).catch((error: unknown) => {
        left = signal.aborted;
        throw error;
      });
      draft.forget();
      if (!draft.hasChat) return;
      await instances.select(made);
      await waitWithWords(instances, made, signal, say);
    });
    if (made && !draft.hasChat) tellOfMute(made);
  } catch (error) {
    if (left) {
      leave(deps, draft, creating);
      return;
    }
    const instance = made;
    // One that has failed is of no use; one that is slow only wants more patience.
    const isSlow = instance && instances.find(instance.id)?.status !== "failed";
    reportFailure(deps, instance?.id, error, () => (isSlow ? waitAgain(deps, instance) : again(deps, draft)));
  }
}

async function waitAgain(deps: CreateDeps, instance: Instance): Promise<void> {
  try {
    await untilReady(deps, instance, vscode.l10n.t("Waiting for {0}", instanceLabel(instance)));
  } catch (error) {
    reportFailure(deps, instance.id, error, () => waitAgain(deps, instance));
  }
}

/** The user does not wait any more. The server goes on, so its outcome is told when it is there. */
function leave(deps: CreateDeps, draft: CreateDraft, creating: Promise<Instance>): void {
  void showInformation(
    vscode.l10n.t(
      "Agent37 goes on creating the instance; this cannot be called off. It shows in the list when it is there, and costs money until it is deleted.",
    ),
  );
  creating.then(
    (instance) => {
      draft.forget();
      void showInformation(vscode.l10n.t("{0} was created.", instanceLabel(instance)));
    },
    (error: unknown) => reportFailure(deps, undefined, error, () => again(deps, draft)),
  );
}

function tellOfMute(instance: Instance): void {
  void showInformation(
    vscode.l10n.t("{0} was created. It has no agent to chat with.", instanceLabel(instance)),
  );
}

/** What a promise gives, unless somebody stops waiting for it first; the promise goes on. */
function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(abortReason(signal)), { once: true });
    promise.then(resolve, reject);
  });
}

/** Which sizes exist follows the API; without any evidence it is the two-plane one. */
function isUnified(list: readonly Instance[], templates: readonly Template[]): boolean {
  const known = list.find(({ dialect }) => dialect !== "gateway");
  if (known) return known.dialect === "unified";
  return templates.length > 0 && templates.every(({ scope }) => scope === undefined);
}
