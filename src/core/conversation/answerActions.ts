/** A code block of an answer. */
export interface CodeBlock {
  readonly text: string;
  /** As the answer names it; empty when it does not. */
  readonly language: string;
  /** The file that it is meant for, where the answer names one. */
  readonly path?: string | undefined;
}

/** A place in a file that an answer names. */
export interface PlaceInFile {
  readonly path: string;
  /** 1-based, as the column. */
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

export type CodeAction = "insert" | "replace" | "compare" | "save" | "run";

/** What can be done with an answer in the editor. What it cannot do, it tells the user itself. */
export interface AnswerActions {
  run(action: CodeAction, block: CodeBlock): Promise<void>;
  /**
   * Those of the paths that are files of the workspace, or of the instance.
   * @param instanceId of the chat; one that does not run is not asked
   */
  find(paths: readonly string[], instanceId?: string): Promise<readonly string[]>;
  /** Shows a file of the workspace, or else of the instance. */
  open(place: PlaceInFile, instanceId?: string): Promise<void>;
}
