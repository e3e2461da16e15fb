import { isLoopback } from "../../common/serverUrl.ts";

/** What an instance's own programs listen on; from the API's docs. */
export const wellKnownPorts = {
  terminal: 7681,
  files: 8080,
  hermesDashboard: 9119,
  openclawDashboard: 18_789,
} as const;

/** Speaks to the host of the instance; the server gives no address for it. */
const reserved = 22_022;

/** The port that a text names; undefined when there is no such port or no address is given for it. */
export function readPort(text: string): number | undefined {
  const port = /^\d{1,5}$/.test(text.trim()) ? Number(text) : 0;
  return port >= 1 && port <= 65_535 && port !== reserved ? port : undefined;
}

/** Whether an address that a server gave is one to open: encrypted, or on this machine. */
export function isOpenable(address: string): boolean {
  const url = URL.parse(address);
  if (!url || url.username !== "" || url.password !== "") return false;
  return url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url.hostname));
}
