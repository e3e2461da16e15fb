import { describe, expect, it } from "vitest";
import { safeSegments, uniqueName } from "../../../../src/api/dialects/uploadPath.ts";

describe("a path from this machine", () => {
  it.each<[string, string]>([
    ["src/a.ts", "src/a.ts"],
    ["/etc/passwd", "etc/passwd"],
    ["../../up/./a.ts", "up/a.ts"],
    ["C:\\Users\\me\\a.ts", "Users/me/a.ts"],
    ["C:/a.ts", "a.ts"],
    ["c:a.ts", "c:a.ts"],
    ["a//b///c", "a/b/c"],
    ["a/ /b", "a/b"],
    ["line\nbreak\r\t\u0000\u007f\u2028.txt", "linebreak.txt"],
    ["half \ud83d of a pair.txt", "half  of a pair.txt"],
    ["漢字/😀.md", "漢字/😀.md"],
    ["~/x", "~/x"],
    ["..", "file"],
    ["", "file"],
    ["\n", "file"],
  ])("%j becomes %j", (path, expected) => {
    expect(safeSegments(path).join("/")).toBe(expected);
  });

  it("keeps the end of a name that is too long, and whole characters", () => {
    const [name] = safeSegments(`${"漢".repeat(200)}.tar.gz`);
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200);
    expect(name).toMatch(/^漢+\.gz$/);
    const [noEnd] = safeSegments("😀".repeat(100));
    expect(noEnd).toBe("😀".repeat(50));
  });

  it("keeps the end of a path that is too deep", () => {
    const folders = Array.from({ length: 100 }, (_, index) => `folder-number-${index}`);
    const path = safeSegments([...folders, "a.ts"].join("/"));
    expect(path.slice(-3)).toEqual(["folder-number-98", "folder-number-99", "a.ts"]);
    expect(Buffer.byteLength(path.join("/"))).toBeLessThanOrEqual(1_000);
    expect(path.length).toBeGreaterThan(50);
  });
});

describe("a name made unlike others", () => {
  it.each([
    ["notes.md", "notes-1a2b.md"],
    ["archive.tar.gz", "archive.tar-1a2b.gz"],
    [".env", ".env-1a2b"],
    ["Makefile", "Makefile-1a2b"],
    ["a.", "a.-1a2b"],
    ["what.is this not an ending", "what.is this not an ending-1a2b"],
    ['say "hi".txt', "say _hi_-1a2b.txt"],
  ])("%j becomes %j", (name, expected) => {
    expect(uniqueName(name, "1a2b")).toBe(expected);
  });
});
