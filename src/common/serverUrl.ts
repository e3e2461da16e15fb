/** A base URL that may be spoken to. */
export interface ServerUrl {
  /** Without query, fragment and trailing slash. */
  readonly href: string;
  readonly origin: string;
}

/**
 * Reads a base URL that a user configured.
 * Refused are other schemes than http and https, plain http to anything but loopback, and user info: a credential
 * does not belong in a URL.
 */
export function parseServerUrl(text: string): ServerUrl | undefined {
  const url = URL.parse(text.trim());
  if (!url || url.username !== "" || url.password !== "") return undefined;
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback(url.hostname))) return undefined;
  return { href: `${url.origin}${url.pathname.replace(/\/+$/, "")}`, origin: url.origin };
}

/** Whether a host name of a parsed URL can only mean this machine. */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === "localhost" ||
    hostname.endsWith(".localhost") ||
    hostname === "[::1]" ||
    /^127\.\d+\.\d+\.\d+$/.test(hostname)
  );
}
