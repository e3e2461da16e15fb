import type { Agent37Client } from "../../api/client.ts";
import type { Agent37Error } from "../../api/errors/agent37Error.ts";
import type { Clock } from "../../common/clock.ts";
import type { TurnDefaults } from "./dials.ts";
import type { Computers, Traces, Uploads } from "./ports.ts";
import type { ChatRecords } from "./records.ts";
import type { Turn } from "./state.ts";

export interface ChatDependencies {
  readonly client: Agent37Client;
  readonly clock: Clock;
  readonly computers: Computers;
  readonly records: ChatRecords;
  readonly uploads: Uploads;
  readonly traces: Traces;
  /** What the settings say; asked at every turn. */
  readonly turnDefaults: () => TurnDefaults;
  readonly maxRetryWaitMs: () => number;
  /** Ids that are unique on this machine. */
  readonly newId: () => string;
}

/** What is known of a turn that is to be followed or looked for. */
export type KnownTurn = Pick<Turn, "id" | "input" | "attachments" | "model" | "startedAt"> & {
  readonly cancelRequested?: boolean | undefined;
};

/** How far the session that the chat shows has been read. */
export type ChatLoad =
  | { readonly kind: "ready" }
  | { readonly kind: "loading" }
  | { readonly kind: "failed"; readonly error: Agent37Error };
