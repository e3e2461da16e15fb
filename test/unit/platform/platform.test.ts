import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import type { Memento } from "vscode";
import * as v from "valibot";
import { redact } from "../../../src/api/http/redact.ts";
import { Agent37Error } from "../../../src/api/errors/agent37Error.ts";
import { reasoningEfforts } from "../../../src/api/wire.ts";
import { silentLogger } from "../../../src/common/logger.ts";
import { openLink } from "../../../src/platform/links.ts";
import { createLogger } from "../../../src/platform/log.ts";
import { confirm, showInformation } from "../../../src/platform/messages.ts";
import { withProgress } from "../../../src/platform/progress.ts";
import { Settings } from "../../../src/platform/settings.ts";
import { createStore } from "../../../src/platform/state.ts";
import { configure, env, window } from "../support/vscodeStub.ts";

afterEach(() => configure({}));

describe("the log", () => {
  const lines: string[] = [];
  const keep = (line: string): void => void lines.push(line);
  const logger = createLogger({ trace: keep, debug: keep, info: keep, warn: keep, error: keep }, redact);

  it("masks secrets in messages, details and causes", () => {
    const cause = new Error("Authorization: Bearer sk_live_abcdefgh");
    logger.error(
      "Failed with sk_live_abcdefgh",
      new Agent37Error({ code: "c", message: "m", plane: "local", cause }),
    );
    logger.info("Headers", { "X-Agent37-Key": "sk_live_abcdefgh" });
    expect(lines.join("\n")).not.toContain("abcdefgh");
    expect(lines[0]).toContain('"code":"c"');
    expect(lines[0]).toContain("Authorization");
  });

  it("survives whatever it is given", () => {
    const circle: Record<string, unknown> = {};
    circle["self"] = circle;
    for (const odd of [circle, 10n, Symbol("s"), () => 1, null, new Map()]) logger.warn("odd", odd);
    expect(lines.at(-1)).toContain("odd");
  });

  it("cuts endless details", () => {
    logger.debug("long", "x ".repeat(500_000));
    expect(lines.at(-1)?.length).toBeLessThan(21_000);
  });
});

describe("stored records", () => {
  const memento = (records: Record<string, unknown>): Memento => ({
    keys: () => Object.keys(records),
    get: (key: string) => records[key] as never,
    update: vi.fn(async (key: string, value: unknown) => void (records[key] = value)),
  });

  it("are dropped with a log line when they are broken", () => {
    const warn = vi.fn();
    const state = memento({ drafts: { text: 7 } });
    const store = createStore(state, { ...silentLogger, warn });
    expect(store.get("drafts", v.parser(v.object({ text: v.string() })))).toBeUndefined();
    expect(state.update).toHaveBeenCalledExactlyOnceWith("drafts", undefined);
    expect(warn).toHaveBeenCalledTimes(1);
    expect(store.get("drafts", v.parser(v.unknown()))).toBeUndefined();
    expect(warn).toHaveBeenCalledTimes(1);
  });

  it("tell the log where they are broken, and nothing of what the user wrote", () => {
    const lines: string[] = [];
    const keep = (line: string): void => void lines.push(line);
    const logger = createLogger({ trace: keep, debug: keep, info: keep, warn: keep, error: keep }, redact);
    const schema = v.array(v.object({ text: v.string(), kind: v.literal("file"), size: v.number() }));
    const state = memento({ drafts: [{ text: "my words", kind: "my kind", size: "my size" }] });
    expect(createStore(state, logger).get("drafts", v.parser(schema))).toBeUndefined();
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain("0.kind");
    expect(lines[0]).not.toContain("my ");
  });
});

describe("settings", () => {
  it("are their defaults when a value is missing or of another type", () => {
    configure({
      "agent37.apiUrl": 7,
      "agent37.maxRetryWaitSeconds": "soon",
      "agent37.notifyWhenTurnEnds": "maybe",
    });
    const settings = new Settings();
    expect(settings.get("apiUrl")).toBe("https://api.agent37.com/v1");
    expect(settings.get("gatewayUrl")).toBe("");
    expect(settings.get("model")).toBeUndefined();
    expect(settings.get("reasoningEffort")).toBeUndefined();
    expect(settings.get("maxRetryWaitSeconds")).toBe(300);
    expect(settings.get("notifyWhenTurnEnds")).toBe("whenHidden");
  });

  it("know every reasoning effort of the API, and the empty one as none chosen", () => {
    for (const effort of reasoningEfforts) {
      configure({ "agent37.reasoningEffort": effort });
      expect(new Settings().get("reasoningEffort")).toBe(effort);
    }
    configure({ "agent37.reasoningEffort": "", "agent37.model": "  " });
    expect(new Settings().get("reasoningEffort")).toBeUndefined();
    expect(new Settings().get("model")).toBeUndefined();
  });

  it("take VS Code's proxy along, unless VS Code itself is told not to use one", () => {
    configure({ "http.proxy": "http://proxy:8080", "http.noProxy": ["a"], "http.proxyStrictSSL": false });
    expect(new Settings().network()).toEqual({
      proxy: "http://proxy:8080",
      noProxy: ["a"],
      strictSsl: false,
      proxyAuthorization: undefined,
    });
    configure({ "http.proxy": "http://proxy:8080", "http.proxySupport": "off" });
    expect(new Settings().network()).toMatchObject({ proxy: undefined, strictSsl: true });
  });
});

describe("a name of foreign origin", () => {
  const name = "a [b](command:workbench.action.quit)\nc";
  const plain = "a [b] (command:workbench.action.quit) c";

  it("does not become a link in a notification, nor in a question", async () => {
    const told = vi.spyOn(window, "showInformationMessage").mockResolvedValueOnce("Retry");
    expect(await showInformation(name, "Retry")).toBe("Retry");
    expect(told).toHaveBeenCalledExactlyOnceWith(plain, "Retry");
    const asked = vi.spyOn(window, "showWarningMessage").mockResolvedValueOnce("Delete");
    expect(await confirm(name, name, "Delete")).toBe(true);
    expect(asked).toHaveBeenCalledExactlyOnceWith(plain, { modal: true, detail: plain }, "Delete");
    asked.mockResolvedValueOnce(undefined);
    expect(await confirm(name, name, "Delete")).toBe(false);
  });

  it("does not become a link in what is shown while something goes on", async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const report = vi.fn();
    const show = vi.spyOn(window, "withProgress").mockImplementation(async (_, work) => {
      const token = { onCancellationRequested: () => ({ dispose() {} }), isCancellationRequested: false };
      return work({ report }, token);
    });
    let end = (): void => {};
    const result = withProgress(name, async (_, say) => {
      say(name);
      await new Promise<void>((resolve) => (end = resolve));
    });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(show.mock.calls[0]?.[0]).toMatchObject({ title: plain });
    expect(report).toHaveBeenCalledExactlyOnceWith({ message: plain });
    end();
    await result;
  });
});

describe("a link", () => {
  it("is opened as it is written: nothing in it is decoded", async () => {
    env.openExternal.mockClear();
    const href = "https://example.org/a%2Fb?q=a%26b&r=%25#c%23d";
    expect(await openLink(href)).toBe(true);
    expect(env.openExternal).toHaveBeenCalledExactlyOnceWith(href);
  });

  it("is followed only where it shows something", async () => {
    expect(await openLink("https://example.org")).toBe(true);
    expect(await openLink("mailto:a@example.org")).toBe(true);
    env.openExternal.mockClear();
    for (const href of [
      "command:workbench.action.quit",
      "vscode://x/y",
      "file:///etc/passwd",
      "javascript:1",
      " command:workbench.action.quit",
      "com\nmand:workbench.action.quit",
      "x",
    ])
      expect(await openLink(href), href).toBe(false);
    expect(env.openExternal).not.toHaveBeenCalled();
  });
});
