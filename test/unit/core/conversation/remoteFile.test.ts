import { describe, expect, it } from "vitest";
import { remoteFile } from "../../../../src/core/conversation/remoteFile.ts";

describe("a file of a message that was sent", () => {
  it.each([
    ["~/uploads/1a2b3c4d/src/a.ts", "a.ts", "src/a.ts"],
    ["/home/node/uploads/1a2b3c4d5e6f/b.png", "b.png", "b.png"],
    ["/root/uploads/notes-1a2b3c4d.md", "notes.md", "notes.md"],
    ["~/uploads/.env-1a2b3c4d", ".env", ".env"],
    ["~/uploads/notes-final.md", "notes-final.md", "notes-final.md"],
    ["~/uploads/mine/a.ts", "a.ts", "~/uploads/mine/a.ts"],
    ["/srv/data/report.pdf", "report.pdf", "/srv/data/report.pdf"],
    ["~/work/uploads/1a2b3c4d/a.ts", "a.ts", "~/work/uploads/1a2b3c4d/a.ts"],
  ])("at %s is called %s, from %s", (remotePath, name, path) => {
    expect(remoteFile(remotePath, 0)).toMatchObject({ name, path, source: { remotePath } });
  });
});
