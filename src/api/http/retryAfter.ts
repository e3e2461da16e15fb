/** More than this is taken for a mistake of the server: the client's own backoff is used instead. */
const absurdMs = 24 * 60 * 60 * 1000;

/**
 * Reads a `Retry-After` header, in seconds or as an HTTP date, into milliseconds from `now` (epoch milliseconds).
 * Undefined when the header is missing, unreadable, or asks for more than a day. A date in the past is 0.
 * Source: RFC 9110 §10.2.3; the docs name the header but no format.
 */
export function parseRetryAfter(value: string | undefined, now: number): number | undefined {
  const text = value?.trim() ?? "";
  // Seconds first: `Date.parse("120")` is the year 120.
  if (/^\d+(\.\d+)?$/.test(text)) return within(Math.ceil(Number(text) * 1000));
  if (!/[a-z]/i.test(text)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : within(Math.max(0, at - now));
}

function within(ms: number): number | undefined {
  return ms <= absurdMs ? ms : undefined;
}
