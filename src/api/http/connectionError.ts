import type { Agent37Error } from "../errors/agent37Error.ts";
import { localError } from "../errors/localError.ts";

/** Where a connection attempt stopped: at the proxy, or at the server itself. */
export type ConnectStage = "server" | "proxy";

/** Thrown by the connector: the request was not sent. */
export class ConnectFailure extends Error {
  override readonly name = "ConnectFailure";
  readonly stage: ConnectStage;

  constructor(stage: ConnectStage, cause: unknown) {
    super("The connection could not be made", { cause });
    this.stage = stage;
  }
}

/** System and undici error codes of a connection that was not made, by what they mean. */
const dnsCodes = new Set(["ENOTFOUND", "EAI_AGAIN", "EAI_FAIL", "EAI_NODATA", "ENODATA", "EAI_NONAME"]);
const timeoutCodes = new Set(["UND_ERR_CONNECT_TIMEOUT", "ETIMEDOUT"]);
const unreachableCodes = new Set([
  "ECONNREFUSED",
  "ENETUNREACH",
  "EHOSTUNREACH",
  "EADDRNOTAVAIL",
  "ENETDOWN",
]);
/** Codes of a certificate that is not trusted (OpenSSL's names as Node reports them): they come up while connecting only. */
const tlsCode =
  /^(ERR_TLS_CERT_|CERT_|UNABLE_TO_|SELF_SIGNED_CERT|DEPTH_ZERO_|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH_EXCEEDED)/;

/**
 * The local error for a failed connection or transfer.
 * @param seconds the limit that was in force, for the text of a timeout.
 */
export function connectionError(caught: unknown, url: URL): Agent37Error {
  const failure = findConnectFailure(caught);
  return failure
    ? connectError(failure, url)
    : (foreignConnectError(caught, url) ??
        localError("connection_lost", lostMessage(caught, url), { cause: caught }));
}

/** `fetch` does not say in which phase it failed: only codes that belong to connecting alone prove it. */
function foreignConnectError(caught: unknown, url: URL): Agent37Error | undefined {
  const code = codeOf(caught);
  const connecting =
    dnsCodes.has(code) || code === "ECONNREFUSED" || code === "UND_ERR_CONNECT_TIMEOUT" || tlsCode.test(code);
  return connecting ? connectError(new ConnectFailure("server", caught), url) : undefined;
}

function connectError(failure: ConnectFailure, url: URL): Agent37Error {
  const { host } = url;
  const code = codeOf(failure.cause);
  const fields = { cause: failure.cause };
  if (failure.stage === "proxy") {
    return localError(
      "proxy_failed",
      `The proxy did not let a connection to ${host} through. Check the proxy settings (http.proxy).`,
      fields,
    );
  }
  if (dnsCodes.has(code)) {
    return localError(
      "dns_failed",
      `The name ${host} cannot be resolved. Check the network and the URL.`,
      fields,
    );
  }
  if (timeoutCodes.has(code)) {
    return localError(
      "connect_timeout",
      `${host} did not accept a connection in time. Check the network.`,
      fields,
    );
  }
  if (unreachableCodes.has(code)) {
    return localError(
      "connection_refused",
      `${host} cannot be reached. Check the URL and the network.`,
      fields,
    );
  }
  return localError(
    "tls_failed",
    `No secure connection to ${host} could be made. A proxy or a missing certificate may be the reason.`,
    fields,
  );
}

function lostMessage(caught: unknown, url: URL): string {
  const code = codeOf(caught);
  return code === "UND_ERR_HEADERS_TIMEOUT" || code === "UND_ERR_BODY_TIMEOUT"
    ? `${url.host} did not answer in time.`
    : `The connection to ${url.host} was lost.`;
}

function findConnectFailure(caught: unknown): ConnectFailure | undefined {
  for (let error = caught, depth = 0; error instanceof Error && depth < 5; error = error.cause, depth++) {
    if (error instanceof ConnectFailure) return error;
  }
  return undefined;
}

/** The first `code` along the causes; an `AggregateError` of several addresses carries one itself. */
function codeOf(caught: unknown): string {
  for (let error = caught, depth = 0; error instanceof Error && depth < 5; error = error.cause, depth++) {
    if ("code" in error && typeof error.code === "string") return error.code;
  }
  return "";
}
