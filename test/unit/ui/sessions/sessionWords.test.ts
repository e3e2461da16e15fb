import { describe, expect, it } from "vitest";
import { messagesWords, relativeTime, sessionLabel } from "../../../../src/ui/sessions/sessionWords.ts";

describe("a session", () => {
  it("is called by its title, else by how it starts, else by its id", () => {
    expect(sessionLabel({ id: "s", title: "Fix the build", preview: "please" })).toBe("Fix the build");
    expect(sessionLabel({ id: "s", title: "  ", preview: "please\n  fix\tit" })).toBe("please fix it");
    expect(sessionLabel({ id: "s" })).toBe("s");
    expect(sessionLabel({ id: "s", preview: "x".repeat(500) })).toHaveLength(80);
  });

  it("counts its messages in words", () => {
    expect([0, 1, 2].map(messagesWords)).toEqual(["0 messages", "1 message", "2 messages"]);
  });

  it("was last active as people say it", () => {
    const now = Date.UTC(2026, 9, 1);
    const ago = (ms: number): string => relativeTime(now - ms, now, "en");
    expect(ago(10_000)).toBe("just now");
    expect(ago(5 * 60_000)).toBe("5 minutes ago");
    expect(ago(26 * 3_600_000)).toBe("yesterday");
    expect(ago(400 * 86_400_000)).toBe("last year");
    // The server's clock may be ahead.
    expect(ago(-60_000)).toBe("just now");
  });
});
