import type { Clock } from "../../common/clock.ts";
import type { Logger } from "../../common/logger.ts";
import type { OpenAnswer } from "../caller.ts";
import type { RequestPlane } from "../errors/parse.ts";
import type { AgentResponse, Session, SessionSummary } from "../wire.ts";

/** What following a turn needs of the server and of the program: the calls of one instance, and time. */
export interface TurnPort {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly plane: RequestPlane;
  /** The server promises to write something to every open stream at least every 30 s. */
  readonly keepsStreamsAlive: boolean;
  attach(responseId: string, signal: AbortSignal | undefined): Promise<OpenAnswer>;
  getSession(sessionId: string, signal: AbortSignal | undefined): Promise<Session>;
  listSessions(signal: AbortSignal | undefined): Promise<readonly SessionSummary[]>;
  /** The stored object of a turn; undefined where there is none to be read. */
  getResponse(responseId: string, signal: AbortSignal | undefined): Promise<AgentResponse | undefined>;
  /** Whether a cancel was asked for through this client. */
  wasCancelRequested(responseId: string): boolean;
  /** The status of a turn that has ended; undefined when it cannot be told. Never rejects. */
  finalStatus(responseId: string): Promise<AgentResponse["status"] | undefined>;
  /** Called when a turn of a session has ended. */
  onSessionIdle(sessionId: string): void;
}

/** What is known of a turn while it is followed; filled in as the server tells it. */
export interface Turn {
  responseId: string | undefined;
  sessionId: string | undefined;
  /** The message that started it, where this program sent it. */
  readonly input: string | undefined;
  /** When it was sent, epoch ms. */
  readonly sentAt: number | undefined;
  /** User messages that the session held before. */
  readonly knownUserMessages: number | undefined;
  /** Turns that the session had before. */
  readonly earlierTurns?: readonly string[] | undefined;
}
