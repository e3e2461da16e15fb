import { describe, expect, it, vi } from "vitest";
import { silentLogger } from "../../../../src/common/logger.ts";
import { Claims } from "../../../../src/ui/problems/claims.ts";
import { Problems, type ShowNotification } from "../../../../src/ui/problems/problems.ts";
import type { RemedyContext } from "../../../../src/ui/problems/remedies.ts";
import { FakeClock } from "../../api/support/fakeClock.ts";
import { MemoryStore } from "../../support/memoryStore.ts";
import { failure } from "./errors.ts";

const error = failure("instance_not_running");
const context: RemedyContext = { chatId: "c", turnId: "t", instanceId: "i" };

interface Shown {
  readonly text: string;
  readonly buttons: readonly string[];
  answer(button: string | undefined): void;
}

/** A window's notifications; windows share `store`. */
function openWindow(store = new MemoryStore(), focused = true) {
  const shown: Shown[] = [];
  const show: ShowNotification = (_, text, buttons) =>
    new Promise((resolve) => shown.push({ text, buttons, answer: resolve }));
  const run = vi.fn(async () => {});
  const hideToasts = vi.fn();
  const problems = new Problems({
    show,
    run,
    hideToasts,
    claims: new Claims(store, new FakeClock(2_000), () => focused),
    logger: silentLogger,
  });
  return { problems, shown, run, hideToasts };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

describe("a failure", () => {
  it("is shown once, whoever else meets it in this window", async () => {
    const { problems, shown } = openWindow();
    void problems.report(error, context, "turn-1");
    void problems.report(error, { ...context, chatId: "other view" }, "turn-1");
    await settled();
    void problems.report(error, context, "turn-1");
    await settled();
    expect(shown).toHaveLength(1);
    expect(shown[0]?.buttons).toEqual(["Start Instance", "Retry"]);
  });

  it("is shown by the window with the focus when two windows meet it", async () => {
    const store = new MemoryStore();
    const behind = openWindow(store, false);
    const front = openWindow(store, true);
    void behind.problems.report(error, context, "response-1");
    void front.problems.report(error, context, "response-1");
    await settled();
    expect(front.shown).toHaveLength(1);
    expect(behind.shown).toHaveLength(0);
  });

  it("is shown by a window without focus when no other one meets it", async () => {
    const { problems, shown } = openWindow(new MemoryStore(), false);
    void problems.report(error, context, "response-1");
    await settled();
    expect(shown).toHaveLength(1);
  });

  it("is none when somebody aborted on purpose", async () => {
    const { problems, shown } = openWindow();
    await problems.report(new DOMException("Stopped", "AbortError"), context, "turn-1");
    expect(shown).toHaveLength(0);
  });

  it("of any other kind is shown as unexpected, with the way to the log", async () => {
    const { problems, shown } = openWindow();
    void problems.report(new TypeError("x is undefined"), {}, "command-1");
    await settled();
    expect(shown[0]?.text).toBe("Something unexpected went wrong. x is undefined. (internal_error)");
    expect(shown[0]?.buttons).toEqual(["Show Log"]);
  });
});

describe("a button", () => {
  it("runs its remedy with the context and the refused field", async () => {
    const { problems, shown, run } = openWindow();
    void problems.report(failure("validation_error", { param: "model" }), context, "turn-1");
    await settled();
    shown[0]?.answer("Open Settings");
    await settled();
    expect(run).toHaveBeenCalledExactlyOnceWith("openSettings", { ...context, param: "model" });
  });

  it("does nothing when the notification is closed without one", async () => {
    const { problems, shown, run } = openWindow();
    void problems.report(error, context, "turn-1");
    await settled();
    shown[0]?.answer(undefined);
    await settled();
    expect(run).not.toHaveBeenCalled();
  });

  it("does nothing any more when the failure was remedied elsewhere, unless it only shows something", async () => {
    const { problems, shown, run } = openWindow();
    void problems.report(failure("insufficient_balance"), context, "turn-1");
    void problems.report(failure("insufficient_balance"), context, "turn-2");
    await settled();
    problems.resolve("turn-1");
    problems.resolve("turn-2");
    shown[0]?.answer("Retry");
    shown[1]?.answer("Open Billing Dashboard");
    await settled();
    expect(run).toHaveBeenCalledExactlyOnceWith("openBillingDashboard", { ...context, param: undefined });
  });

  it("whose remedy fails again leads to another notification", async () => {
    const { problems, shown } = openWindow();
    void problems.report(error, context, "turn-1");
    await settled();
    shown[0]?.answer("Retry");
    await settled();
    void problems.report(error, context, "turn-1");
    await settled();
    expect(shown).toHaveLength(2);
  });
});

describe("Retry of a command that failed", () => {
  const failed = failure("try_again", { plane: "hosting" });

  it("runs that command again", async () => {
    const { problems, shown, run } = openWindow();
    const retry = vi.fn();
    void problems.report(failed, { instanceId: "i" }, "command-1", { retry });
    await settled();
    expect(shown[0]?.buttons).toEqual(["Retry", "Show Log"]);
    shown[0]?.answer("Retry");
    await settled();
    expect(retry).toHaveBeenCalledExactlyOnceWith();
    expect(run).not.toHaveBeenCalled();
  });

  it("is not offered where nothing can be repeated, nor where it would fail in the same way", async () => {
    const { problems, shown } = openWindow();
    void problems.report(failed, {}, "command-1");
    void problems.report(failure("forbidden", { plane: "hosting" }), {}, "command-2", { retry: vi.fn() });
    await settled();
    expect(shown.map(({ buttons }) => buttons)).toEqual([["Show Log"], ["Show Log"]]);
  });

  it("stands behind what has to be done first", async () => {
    const { problems, shown } = openWindow();
    void problems.report(failure("tier_limit", { plane: "hosting" }), {}, "command-1", { retry: vi.fn() });
    await settled();
    expect(shown[0]?.buttons).toEqual(["Open Billing Dashboard", "Retry", "Show Log"]);
  });

  it("means the turn where one failed", async () => {
    const { problems, shown, run } = openWindow();
    const retry = vi.fn();
    void problems.report(error, context, "turn-1", { retry });
    await settled();
    shown[0]?.answer("Retry");
    await settled();
    expect(run).toHaveBeenCalledExactlyOnceWith("retry", { ...context, param: undefined });
    expect(retry).not.toHaveBeenCalled();
  });
});

describe("a remedied failure", () => {
  it("takes its notification from the screen, and none when there is none", async () => {
    const { problems, shown, hideToasts } = openWindow();
    problems.resolve("unknown");
    expect(hideToasts).not.toHaveBeenCalled();
    void problems.report(error, context, "turn-1");
    await settled();
    problems.resolve("turn-1");
    expect(hideToasts).toHaveBeenCalledTimes(1);
    problems.resolve("turn-1");
    expect(hideToasts).toHaveBeenCalledTimes(1);
    expect(shown).toHaveLength(1);
  });

  it("is not shown at all when it was remedied before its turn came", async () => {
    const { problems, shown } = openWindow(new MemoryStore(), false);
    void problems.report(error, context, "turn-1");
    problems.resolve("turn-1");
    await settled();
    expect(shown).toHaveLength(0);
  });

  it("is shown again when it comes back", async () => {
    const { problems, shown } = openWindow();
    void problems.report(error, context, "turn-1");
    await settled();
    problems.resolve("turn-1");
    void problems.report(error, context, "turn-1");
    await settled();
    expect(shown).toHaveLength(2);
  });

  it("takes all of its kind along, as a new key does", async () => {
    const { problems, hideToasts, shown, run } = openWindow();
    void problems.report(failure("invalid_api_key"), context, "turn-1");
    void problems.report(failure("rate_limited"), context, "turn-2");
    await settled();
    problems.resolveKind("auth");
    expect(hideToasts).toHaveBeenCalledTimes(1);
    shown[0]?.answer("Set API Key");
    shown[1]?.answer("Retry");
    await settled();
    expect(run).toHaveBeenCalledExactlyOnceWith("retry", { ...context, param: undefined });
  });
});
