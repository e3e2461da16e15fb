import { localError } from "../errors/localError.ts";

/**
 * Appends path segments and a query to a base URL whose own path is kept: `https://h/a37/v1` + `["models"]` is
 * `https://h/a37/v1/models`. A query or fragment of the base is dropped. Segments are percent-encoded, because ids are
 * opaque strings.
 * @throws `invalid_url` when the base is no http(s) URL or a segment would climb out of the base's path.
 */
export function joinUrl(
  base: string,
  segments: readonly string[],
  query: Readonly<Record<string, string | undefined>> = {},
): URL {
  const url = parseHttpUrl(base);
  const encoded = segments.map((segment) => {
    // The URL parser resolves dot segments even when they are percent-encoded.
    if (segment === "" || segment === "." || segment === "..") {
      throw localError("invalid_url", `"${segment}" cannot be used as an id in a URL.`);
    }
    return encodeURIComponent(segment);
  });
  url.pathname = [url.pathname.replace(/\/+$/, ""), ...encoded].join("/");
  url.hash = "";
  url.search = "";
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== "") url.searchParams.set(name, value);
  }
  // A space as "+" is read as a plus by servers that decode a query like a path; a plus itself is "%2B" here.
  url.search = url.search.replaceAll("+", "%20");
  return url;
}

/** @throws `invalid_url` unless `text` is an absolute http or https URL. */
export function parseHttpUrl(text: string): URL {
  let url: URL | undefined;
  try {
    url = new URL(text.trim());
  } catch {
    // Reported below, together with foreign protocols.
  }
  if (url && (url.protocol === "https:" || url.protocol === "http:")) return url;
  throw localError("invalid_url", "The configured URL is not an http(s) URL. Correct it in the settings.");
}
