export type GatewayVersion = "T1" | "T2" | "T3";

/** Knobs of the emulator. Times are milliseconds of the emulator's clock. */
export interface Settings {
  /** How long a lifecycle action stays in its intermediate status. */
  transitionMs: number;
  /** Distance of the `:keepalive` comments on open streams. */
  keepaliveMs: number;
  /** Distance of the spaces that a non-streaming call receives while the agent works. */
  tickMs: number;
  /** Pause between two steps of the agent. */
  chunkDelayMs: number;
  /** After an instance runs: unreachable for the first half, unhealthy for the second. */
  bootMs: number;
  /** A finished turn replays all its events for this long. */
  retentionMs: number;
  /** A finished turn replays as one delta for this long, then it is forgotten. */
  synthesisMs: number;
  /** Time from a cancel to the end of the turn on the two-plane dialect; the unified one stops at once. */
  cancelMs: number;
  /** The session stays busy for this long after the terminal event. */
  lockReleaseMs: number;
  /** Events kept for replay per turn. */
  bufferCap: number;
  /** Response records kept per gateway. */
  maxResponses: number;
  /** Shapes of the two-plane dialect. */
  gatewayVersion: GatewayVersion;
  /** Answer start, resize and fork with 202 and finish in the background. */
  longMoves: boolean;
  /** The instance edge passes a request body without Content-Length on as an empty one. */
  chunkedBodiesEmpty: boolean;
  /** An upload that breaks off leaves what has arrived of it on the disk, as gateways do. */
  partialUploads: boolean;
  /** How long each 64 KB of an upload take to arrive. */
  uploadChunkMs: number;
  /** Uploads stop after their first 64 KB for as long as this is on. */
  holdUploads: boolean;
  /** How long each 64 KB of a download take to leave. */
  downloadChunkMs: number;
  /** Downloads stop after their first 64 KB for as long as this is on. */
  holdDownloads: boolean;
  /** How long a command may run, in real time; the two-plane dialect then answers 502, the unified one exit code 124. */
  execLimitMs: number;
  /** How the attached files stand below a message in the history: one a line, or between commas. */
  attachedFilesForm: "lines" | "commas";
  /** Cut socket writes of streams at odd bytes now and then. */
  raggedWrites: boolean;
  /** More than `max` requests within `windowMs` answer 429; null for no limit. */
  rateLimit: { max: number; windowMs: number } | null;
}

export const defaultSettings: Readonly<Settings> = {
  transitionMs: 400,
  keepaliveMs: 30_000,
  tickMs: 25_000,
  chunkDelayMs: 15,
  bootMs: 600,
  retentionMs: 60_000,
  synthesisMs: 1_800_000,
  cancelMs: 80,
  lockReleaseMs: 5,
  bufferCap: 100_000,
  maxResponses: 1_000,
  gatewayVersion: "T3",
  longMoves: false,
  chunkedBodiesEmpty: true,
  partialUploads: true,
  uploadChunkMs: 0,
  holdUploads: false,
  downloadChunkMs: 0,
  holdDownloads: false,
  execLimitMs: 60_000,
  attachedFilesForm: "lines",
  raggedWrites: true,
  rateLimit: null,
};
