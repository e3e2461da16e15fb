import { describe, expect, it } from "vitest";
import { asPlace, pathsIn } from "../../../../src/webview/paths/candidates.ts";

const paths = (text: string): string[] => pathsIn(text).map(({ path }) => path);

describe("paths in a text", () => {
  it.each([
    ["See src/a.ts.", ["src/a.ts"]],
    ["See src/a.ts, lib/b.py; and (docs/c.md)!", ["src/a.ts", "lib/b.py", "docs/c.md"]],
    ["package.json has it", ["package.json"]],
    ["the path “src/a.ts” in quotes, 'b/c.js' too", ["src/a.ts", "b/c.js"]],
    ["./run.sh and ../up/b.ts and /etc/hosts.conf", ["./run.sh", "../up/b.ts", "/etc/hosts.conf"]],
    ["C:\\work\\a.ts and c:/work/b.ts and src\\win.cs", ["C:\\work\\a.ts", "c:/work/b.ts", "src\\win.cs"]],
    ["bin/tool without extension", ["bin/tool"]],
    ["app/[id]/page.tsx and app/(shop)/page.tsx", ["app/[id]/page.tsx", "app/(shop)/page.tsx"]],
    [
      "routes/+page.svelte, @scope/pkg/index.js, img/icon@2x.png",
      ["routes/+page.svelte", "@scope/pkg/index.js", "img/icon@2x.png"],
    ],
    ["src/Größe/naïve.ts", ["src/Größe/naïve.ts"]],
    ["the .gitignore and .env.local and .eslintrc.json", [".gitignore", ".env.local", ".eslintrc.json"]],
    [".github/workflows/ci.yml", [".github/workflows/ci.yml"]],
    ["test/a.test.ts", ["test/a.test.ts"]],
    ["a.tar.gz/b and jquery-3.7.1.min.js", ["a.tar.gz/b", "jquery-3.7.1.min.js"]],
  ])("finds them: %s", (text, expected) => expect(paths(text)).toEqual(expected));

  it.each([
    "https://example.com/src/a.ts",
    "http://localhost:3000/a.js",
    "file:///home/a.ts",
    "git@github.com:owner/repo.git",
    "www.example.com/a.html",
    "example.com/docs/a.html",
    "somebody@example.org",
    "first.last@mail.example.com",
    "Version 1.2.3 or v2.0.0-beta.1",
    "e.g. this, i.e. that, etc.",
    "console.log and Math.PI and this.state",
    "ASP.NET and and. Or",
    "24/7, 2024/01/02 and 1/2",
    "src/*.ts and src/**/*.ts",
    "a/ b/ folder/sub/",
    "foo.ts() and a.ts/**",
    "...",
    "// and / and ..",
    "a//b.ts",
    "",
  ])("is not misled: %s", (text) => expect(paths(text)).toEqual([]));

  it.each([
    ["src/a.ts:12", { path: "src/a.ts", line: 12 }],
    ["src/a.ts:12:5", { path: "src/a.ts", line: 12, column: 5 }],
    ["src/a.ts#L12", { path: "src/a.ts", line: 12 }],
    ["src/a.ts#L12-L20", { path: "src/a.ts", line: 12 }],
    ["src/a.ts:12-20", { path: "src/a.ts", line: 12 }],
    ["src/a.ts(12,5)", { path: "src/a.ts", line: 12, column: 5 }],
    ["C:\\a\\b.ts:3", { path: "C:\\a\\b.ts", line: 3 }],
    ["main.zig:7", { path: "main.zig", line: 7 }],
  ])("takes the place of %s", (text, place) => {
    expect(pathsIn(`At ${text}.`)).toEqual([{ ...place, start: 3, end: 3 + text.length }]);
    expect(asPlace(text)).toMatchObject(place);
  });

  it("tells where each one stands", () => {
    const text = "In a/b.ts:1, c.md.";
    expect(pathsIn(text).map(({ start, end }) => text.slice(start, end))).toEqual(["a/b.ts:1", "c.md"]);
  });

  it.each(["src/a.ts src/b.ts", "open src/a.ts", "src/a.ts?", "word", "a/b.ts and more"])(
    "takes no more than one path for a place: %s",
    (text) => expect(asPlace(text)).toBeUndefined(),
  );

  it("stays quick with texts made to be slow", () => {
    for (const text of ["a/".repeat(50_000), "a.".repeat(50_000), "[a]".repeat(30_000), "(a".repeat(50_000)])
      expect(pathsIn(text).length).toBeLessThan(2);
  });
});
