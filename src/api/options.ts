/** What a client is made from and what its calls take. */
import type { Clock } from "../common/clock.ts";
import type { Logger } from "../common/logger.ts";
import type { Agent37Error } from "./errors/agent37Error.ts";

/** Where the API is and what opens it. The key is sent to `baseUrl`'s origin and to instances it vouches for. */
export interface ApiAccount {
  /** Base of the hosting (or unified) API; may carry a path. */
  readonly baseUrl: string;
  readonly key: string;
}

/** How connections leave this machine. Read again for each new connection. */
export interface NetworkSettings {
  /** `http.proxy`; the environment's `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` fill the gaps. */
  readonly proxy?: string | undefined;
  readonly noProxy?: readonly string[] | undefined;
  /** `http.proxyStrictSSL`; false accepts any certificate. */
  readonly strictSsl?: boolean | undefined;
  /** `http.proxyAuthorization`: the value of the `Proxy-Authorization` header. */
  readonly proxyAuthorization?: string | undefined;
}

export interface Agent37ClientOptions {
  /** Asked at every request, so a new key or URL counts at once. Undefined: there is no key. */
  readonly account: () => Promise<ApiAccount | undefined>;
  readonly network: () => NetworkSettings;
  readonly userAgent: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A request that will be repeated by itself. */
export interface RetryWait {
  readonly error: Agent37Error;
  /** 1 before the first repetition. */
  readonly attempt: number;
  readonly delayMs: number;
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

export interface TurnOptions extends CallOptions {
  /**
   * Called before a turn is sent again (only when it is proved that none was started); resolves when the time has
   * come, rejects to give up with that reason. Default: sleep `delayMs`.
   */
  readonly waitForRetry?: ((wait: RetryWait, signal: AbortSignal | undefined) => Promise<void>) | undefined;
  /** User messages that the session is known to hold already; tells a recovery whether this turn arrived. */
  readonly knownUserMessages?: number | undefined;
  /** Response ids of the turns that the session is known to have had already: none of them is this one. */
  readonly earlierTurns?: readonly string[] | undefined;
}

/** A turn that the server has taken, by what is known of it. */
export interface TurnRef {
  readonly responseId: string;
  readonly sessionId?: string | undefined;
  /** The harness that has the session; undefined: the instance's default. */
  readonly agent?: string | undefined;
  /** The message that started it: without it, a history does not tell which answer is this turn's. */
  readonly input?: string | undefined;
  /** When it was sent, epoch ms. */
  readonly sentAt?: number | undefined;
  /** User messages that the session was known to hold before. */
  readonly knownUserMessages?: number | undefined;
}

/** What is known of a message whose sending was interrupted. */
export interface LostTurn {
  readonly input: string;
  readonly sessionId?: string | undefined;
  /** The harness that it was sent to; undefined: the instance's default. */
  readonly agent?: string | undefined;
  /** When it was sent, epoch ms. */
  readonly sentAt: number;
  /** User messages that the session was known to hold before. */
  readonly knownUserMessages?: number | undefined;
  /** Response ids of the turns that the session is known to have had before: none of them is this one. */
  readonly earlierTurns?: readonly string[] | undefined;
}

/** A message that did arrive. Without `responseId` its turn is over and the session's history holds it. */
export interface FoundTurn {
  readonly sessionId: string;
  readonly responseId?: string | undefined;
}
