import * as vscode from "vscode";

/** What becomes of something whose name is taken where it goes. */
export type Answer = "overwrite" | "keepBoth" | "skip";

interface Choice extends vscode.QuickPickItem {
  readonly answer: Answer;
  readonly forAll: boolean;
}

/** The questions of one transfer: whoever answers for all is not asked again. Questions come one after the other. */
export class Conflicts {
  readonly #canHaveMore: boolean;
  #forAll: Answer | undefined;
  #asking: Promise<unknown> = Promise.resolve();

  /** @param canHaveMore more than one thing is on its way */
  constructor(canHaveMore: boolean) {
    this.#canHaveMore = canHaveMore;
  }

  /**
   * Asks what to do with a name that is taken.
   * @param where the place with that name, for a person
   * @throws AbortError when the question is dismissed, which ends the transfer
   */
  answer(name: string, where: string): Promise<Answer> {
    const answer = this.#asking.then(() => this.#forAll ?? this.#ask(name, where));
    this.#asking = answer.catch(() => undefined);
    return answer;
  }

  async #ask(name: string, where: string): Promise<Answer> {
    const choices: Choice[] = [
      // The first is what a hasty Enter chooses.
      { label: vscode.l10n.t("Keep Both"), answer: "keepBoth", forAll: false },
      { label: vscode.l10n.t("Overwrite"), answer: "overwrite", forAll: false },
      { label: vscode.l10n.t("Skip"), answer: "skip", forAll: false },
    ];
    if (this.#canHaveMore)
      choices.push(
        { label: vscode.l10n.t("Keep Both of All"), answer: "keepBoth", forAll: true },
        { label: vscode.l10n.t("Overwrite All"), answer: "overwrite", forAll: true },
        { label: vscode.l10n.t("Skip All"), answer: "skip", forAll: true },
      );
    const chosen = await vscode.window.showQuickPick(choices, {
      title: vscode.l10n.t("{0} Exists Already", name),
      placeHolder: vscode.l10n.t("What to do with {0}, which is there already", where),
      ignoreFocusOut: true,
    });
    if (!chosen) throw new DOMException("The question was dismissed.", "AbortError");
    if (chosen.forAll) this.#forAll = chosen.answer;
    return chosen.answer;
  }
}
