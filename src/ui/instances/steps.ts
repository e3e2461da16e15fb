import * as vscode from "vscode";

/** What a step ends with; `undefined` as an answer means that the user gave up. */
export const back = Symbol("back");
export type Answer<T> = T | typeof back | undefined;

/** One question of several. */
export interface Step {
  readonly title: string;
  /** From 1. */
  readonly number: number;
  readonly total: number;
}

/** An entry: an answer, or something to do while the box stays open; a heading is neither. */
export type PickItem<T> = vscode.QuickPickItem & { readonly value?: T; readonly run?: () => void };

export interface PickStep<T> extends Step {
  readonly placeholder: string;
  readonly items: readonly PickItem<T>[];
  /** The entry that is offered first; default: the first one. */
  readonly active?: ((value: T) => boolean) | undefined;
}

export interface TextStep extends Step {
  readonly prompt: string;
  readonly value: string;
  /** Why a text cannot be taken; undefined: it can. */
  readonly check: (text: string) => string | undefined;
  /** Called with what is typed and can be taken, so that it is there again after Back. */
  readonly keep?: ((text: string) => void) | undefined;
}

export type Question = (step: Pick<Step, "number" | "total">) => Promise<Answer<unknown>>;

/**
 * Asks questions one after the other, with a Back button from the second on.
 * @param from the question to begin with; those before it have been answered
 * @returns whether all were answered.
 */
export async function askInSteps(questions: readonly Question[], from = 0): Promise<boolean> {
  let index = from;
  for (;;) {
    const question = questions[index];
    if (!question) return true;
    const answer = await question({ number: index + 1, total: questions.length });
    if (answer === undefined) return false;
    index += answer === back ? -1 : 1;
  }
}

export function pick<T>(step: PickStep<T>): Promise<Answer<T>> {
  const box = vscode.window.createQuickPick<PickItem<T>>();
  box.items = step.items;
  box.placeholder = step.placeholder;
  box.matchOnDescription = true;
  const { active } = step;
  const offered = active && step.items.find(({ value }) => value !== undefined && active(value));
  if (offered) box.activeItems = [offered];
  return show(box, step, () => {
    const [item] = box.selectedItems;
    item?.run?.();
    return item?.value === undefined ? undefined : { answer: item.value };
  });
}

export function text(step: TextStep): Promise<Answer<string>> {
  const box = vscode.window.createInputBox();
  box.prompt = step.prompt;
  box.value = step.value;
  box.onDidChangeValue((value) => {
    box.validationMessage = step.check(value);
    if (box.validationMessage === undefined) step.keep?.(value);
  });
  return show(box, step, () => {
    box.validationMessage = step.check(box.value);
    if (box.validationMessage !== undefined) return undefined;
    step.keep?.(box.value);
    return { answer: box.value };
  });
}

type Box = Pick<
  vscode.QuickPick<vscode.QuickPickItem>,
  | "title"
  | "step"
  | "totalSteps"
  | "buttons"
  | "ignoreFocusOut"
  | "onDidTriggerButton"
  | "onDidAccept"
  | "onDidHide"
  | "show"
  | "dispose"
>;

async function show<T>(
  box: Box,
  step: Step,
  accept: () => { readonly answer: T } | undefined,
): Promise<Answer<T>> {
  box.title = step.title;
  box.step = step.number;
  box.totalSteps = step.total;
  box.ignoreFocusOut = true;
  box.buttons = step.number > 1 ? [vscode.QuickInputButtons.Back] : [];
  try {
    return await new Promise<Answer<T>>((resolve) => {
      box.onDidTriggerButton(() => resolve(back));
      box.onDidAccept(() => {
        const accepted = accept();
        if (accepted) resolve(accepted.answer);
      });
      box.onDidHide(() => resolve(undefined));
      box.show();
    });
  } finally {
    box.dispose();
  }
}
