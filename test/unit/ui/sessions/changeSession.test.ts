import { beforeEach, describe, expect, it, vi } from "vitest";
import { deleteSession, renameSession } from "../../../../src/ui/sessions/changeSession.ts";
import { window } from "../../support/vscodeStub.ts";
import { answerInputs } from "./fakeBox.ts";

const instance = { id: "a", dialect: "two-plane" } as const;
const session = { id: "s", title: "[Old](command:x)" };
const place = { instance, session, agent: "codex" };
const client = { renameSession: vi.fn(async () => {}), deleteSession: vi.fn(async () => {}) };

beforeEach(() => {
  client.renameSession.mockClear();
  client.deleteSession.mockClear();
});

describe("Rename Session", () => {
  const rename = (typed: string | undefined): Promise<string | undefined> => {
    answerInputs(typed);
    return renameSession(client, place);
  };

  it("tells the title that is in force from then on", async () => {
    expect(await rename(" New ")).toBe("New");
    expect(client.renameSession).toHaveBeenCalledExactlyOnceWith(instance, "s", "New", { agent: "codex" });
  });

  it("tells nothing when the title stays as it is", async () => {
    for (const typed of [undefined, " ", session.title]) expect(await rename(typed)).toBeUndefined();
    expect(client.renameSession).not.toHaveBeenCalled();
  });
});

describe("Delete Session", () => {
  it("asks first, in words that cannot become a link", async () => {
    const ask = vi.spyOn(window, "showWarningMessage").mockResolvedValueOnce(undefined);
    expect(await deleteSession(client, place)).toBe(false);
    expect(client.deleteSession).not.toHaveBeenCalled();
    expect(ask.mock.calls[0]?.[0]).toBe("Delete the session “[Old] (command:x)”?");
    ask.mockResolvedValueOnce("Delete");
    expect(await deleteSession(client, place)).toBe(true);
    expect(client.deleteSession).toHaveBeenCalledExactlyOnceWith(instance, "s", { agent: "codex" });
  });
});
