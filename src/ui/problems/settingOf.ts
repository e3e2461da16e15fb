/** Fields of requests by the setting that fills them; settings of this extension stand for themselves. */
const settings: ReadonlyMap<string, string> = new Map([
  ["model", "agent37.model"],
  ["provider", "agent37.provider"],
  ["reasoning_effort", "agent37.reasoningEffort"],
  ["apiUrl", "agent37.apiUrl"],
  ["gatewayUrl", "agent37.gatewayUrl"],
]);

/** The setting behind a field that was refused; undefined when no single one is. */
export function settingOf(param: string | undefined): string | undefined {
  return param === undefined ? undefined : settings.get(param);
}
