/** A code block of an answer. */
export interface CodeBlock {
  readonly text: string;
  /** As the answer names it; empty when it does not. */
  readonly language: string;
  /** The file that it is meant for, where the answer names one. */
  readonly path?: string | undefined;
}

export type CodeAction = "insert" | "replace" | "compare" | "save" | "run";

/** What can be done with an answer in the editor. What it cannot do, it tells the user itself. */
export interface AnswerActions {
  run(action: CodeAction, block: CodeBlock): Promise<void>;
  /** Those of the paths that are files of the workspace. */
  find(paths: readonly string[]): Promise<readonly string[]>;
  /** Shows a file of the workspace. Line and column are 1-based. */
  open(path: string, line?: number, column?: number): Promise<void>;
}
