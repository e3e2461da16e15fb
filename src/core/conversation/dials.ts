import type { ReasoningEffort } from "../../api/wire.ts";

export interface ModelDial {
  readonly id: string;
  readonly provider?: string | undefined;
  /** What people call it. */
  readonly label: string;
}

/** What the user has chosen for a chat. Absent: what the settings say. `null`: the session's own, whatever the settings say. */
export interface Dials {
  /** Harness; only a new session can choose. */
  readonly agent?: string | undefined;
  readonly model?: ModelDial | null | undefined;
  readonly effort?: ReasoningEffort | null | undefined;
}
