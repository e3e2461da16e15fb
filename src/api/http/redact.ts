const mask = "•••";

/** Each rule keeps what says which secret it was and drops the secret itself. */
const rules: readonly (readonly [RegExp, string])[] = [
  // Header values in any notation: `Name: value`, `"name":"value"`, `name=value`. The whole value goes, up to its quote or line end.
  [
    /((?:proxy-)?authorization|x-agent37-key)(\\?["']?\s*[:=]\s*)(\\?["'])(?:(?!\3).)*?(\3|$)/gim,
    `$1$2$3${mask}$4`,
  ],
  [/((?:proxy-)?authorization|x-agent37-key)(\s*[:=]\s*)(?!\\?["'])[^\r\n,;}\]]+/gi, `$1$2${mask}`],
  [/\b(bearer|basic)\s+[\w.~+/=-]{6,}/gi, `$1 ${mask}`],
  [/(sk_(?:live|test)_)[\w.~+/=-]+/gi, `$1${mask}`],
  // Addresses that open a page carry their password in the query or behind the "#".
  [/([?&#](?:\w+_)?token=)[^&#\s"'<>\\]+/gi, `$1${mask}`],
  [/(a37_token(?:=|%3D))[^&#\s"'<>\\]+/gi, `$1${mask}`],
  // The scheme's length is bounded: unbounded, a long word without a colon costs its length squared.
  [/([a-z][a-z0-9+.-]{0,30}:\/\/)[^/?#\s"'<>@]*(?:@[^/?#\s"'<>@]*)*@/gi, `$1${mask}@`],
];

/**
 * Masks what must not reach a log: keys (`sk_live_…`), values of `Authorization`, `Proxy-Authorization` and
 * `X-Agent37-Key`, `a37_token` query values, and credentials in URLs.
 */
export function redact(text: string): string {
  let out = text;
  for (const [pattern, replacement] of rules) out = out.replace(pattern, replacement);
  return out;
}

/**
 * Like {@link redact}, and masks the exact secrets that are in use, whatever they look like.
 * @param secrets asked at every line; entries shorter than 6 characters are skipped, they would mask ordinary words.
 */
export function createRedactor(secrets: () => Iterable<string | undefined>): (text: string) => string {
  return (text) => {
    let out = text;
    const exact = [...secrets()].filter((secret) => secret !== undefined && secret.length >= 6);
    // Longest first, so that a secret that contains another one leaves no rest.
    for (const secret of exact.sort((a, b) => (b?.length ?? 0) - (a?.length ?? 0))) {
      if (secret === undefined) continue;
      for (const form of new Set([secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)])) {
        out = out.replaceAll(form, mask);
      }
    }
    return redact(out);
  };
}
