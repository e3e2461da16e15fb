import { describe, expect, it, vi } from "vitest";
import type { SnippetAttachment } from "../../../../src/common/attachment.ts";
import {
  commands,
  configure,
  Diagnostic,
  languages,
  Range,
  SymbolKind,
  Uri,
} from "../../support/vscodeStub.ts";
import { FakeEditor, names, open } from "./bench.ts";

const labels = (mentions: readonly { label: string }[]): readonly string[] =>
  mentions.map(({ label }) => label);
const code = ["export function total() {", "  return 1;", "}", ""].join("\n");

describe("what can be mentioned", () => {
  it("without a query is what is at hand: selection, problems, open files, and those of before", async () => {
    const { source, document, show, tabs, findFiles } = await open({
      "/shop/src/a.ts": code,
      "/shop/b.ts": "",
    });
    vi.spyOn(languages, "getDiagnostics").mockReturnValue([new Diagnostic(new Range(0, 0, 0, 1), "wrong")]);
    show(new FakeEditor(document("/shop/closed.ts", "")));
    show(new FakeEditor(document("/shop/src/a.ts", code)).select(0, 0, 2, 0));
    tabs(Uri.file("/shop/b.ts"), Uri.file("/shop/src/a.ts"), Uri.from({ scheme: "output", path: "log" }));
    expect(await source.mentions("")).toEqual([
      {
        id: expect.any(String) as string,
        label: "selection",
        description: "src/a.ts:1-2",
        icon: "list-selection",
      },
      { id: expect.any(String) as string, label: "problems", description: "src/a.ts (1)", icon: "warning" },
      { id: expect.any(String) as string, label: "a.ts", description: "src", icon: "file" },
      { id: expect.any(String) as string, label: "b.ts", icon: "file" },
      { id: expect.any(String) as string, label: "closed.ts", icon: "file" },
    ]);
    expect(findFiles).not.toHaveBeenCalled();
  });

  it("is found by parts of its path, best first, and attached when it is chosen", async () => {
    const { source, fs } = await open({
      "/shop/src/orders.ts": "1",
      "/shop/src/core/folders.ts": "2",
      "/shop/README.md": "3",
    });
    const found = await source.mentions("ordts");
    expect(labels(found)).toEqual(["orders.ts", "folders.ts"]);
    expect(await source.mentions("nothing like it")).toEqual([]);
    const readFile = vi.spyOn(fs, "readFile");
    expect(names(await source.fromMention(found[0]?.id ?? ""))).toEqual(["src/orders.ts"]);
    // Only to look for a key, and only then.
    expect(readFile).toHaveBeenCalledOnce();
  });

  it("has no spaces in the text, and more of its path where names are the same", async () => {
    const { source } = await open({ "/shop/my file.ts": "", "/shop/a/index.ts": "", "/shop/b/index.ts": "" });
    expect(labels(await source.mentions("my"))).toEqual(["my_file.ts"]);
    expect([...labels(await source.mentions("index"))].sort()).toEqual(["a/index.ts", "b/index.ts"]);
  });

  it("is nothing that was not offered, whatever the page says", async () => {
    const { source, told } = await open({ "/shop/a.ts": "", "/etc/passwd": "x" });
    const [offered] = await source.mentions("a.ts");
    const forged = offered?.id.replace("/shop/a.ts", "/etc/passwd") ?? "";
    expect(forged).toContain("/etc/passwd");
    expect(await source.fromMention(forged)).toEqual([]);
    expect(await source.fromMention("special terminal")).toEqual([]);
    expect(told()).toEqual([]);
  });

  it("leaves out what the user keeps out of searches", async () => {
    const { source, findFiles } = await open({ "/shop/a.ts": "" });
    configure({ "search.exclude": { "**/dist": true, "**/*.min.js": false, "**/out": { when: "$(x)" } } });
    await source.mentions("a");
    expect(findFiles).toHaveBeenCalledExactlyOnceWith(
      "**/*",
      "{**/node_modules/**,**/.git/**,**/dist}",
      20_000,
    );
    configure({});
  });

  it("is listed again after some seconds, and a workspace that cannot be listed has no files", async () => {
    const { source, findFiles, fs, later } = await open({ "/shop/a.ts": "" });
    await source.mentions("a");
    await fs.writeFile(Uri.file("/shop/b.ts"), new Uint8Array());
    expect(await source.mentions("b.ts")).toEqual([]);
    later(6_000);
    await source.mentions("b.ts");
    expect(findFiles).toHaveBeenCalledTimes(2);
    expect(labels(await source.mentions("b.ts"))).toEqual(["b.ts"]);
    later(61_000);
    findFiles.mockRejectedValue(new Error("no search"));
    expect(await source.mentions("b.ts")).toEqual([]);
  });

  it("ranks an open file before one far away", async () => {
    const { source, tabs } = await open({ "/shop/orders.ts": "", "/shop/deep/down/order.ts": "" });
    expect(labels(await source.mentions("order"))[0]).toBe("orders.ts");
    tabs(Uri.file("/shop/deep/down/order.ts"));
    expect(labels(await source.mentions("order"))[0]).toBe("order.ts");
  });
});

describe("symbols of the active file", () => {
  const member = { name: "Kind.A", kind: SymbolKind.EnumMember, range: new Range(1, 2, 1, 4), children: [] };
  const total = {
    name: "total",
    kind: SymbolKind.Function,
    range: new Range(0, 7, 2, 1),
    children: [member],
  };

  it("are found by name and attached as they stand in the file", async () => {
    const { source, document, show } = await open({ "/shop/src/a.ts": code });
    show(new FakeEditor(document("/shop/src/a.ts", code)));
    vi.spyOn(commands, "executeCommand").mockResolvedValue([total]);
    const [found] = await source.mentions("tota");
    expect(found).toMatchObject({ label: "total", description: "src/a.ts:1-3", icon: "symbol-function" });
    const [attached] = await source.fromMention(found?.id ?? "");
    expect(attached).toMatchObject({
      origin: "symbol",
      title: "total (src/a.ts:1-3)",
      language: "typescript",
      text: "export function total() {\n  return 1;\n}",
      place: { uri: "file:///shop/src/a.ts", from: 1, to: 3 },
    } satisfies Partial<SnippetAttachment>);
    expect((await source.mentions("Kind"))[0]).toMatchObject({ label: "Kind.A", icon: "symbol-enum-member" });
  });

  it("are done without when the language has none or takes too long", async () => {
    const { source, document, show, clock } = await open({ "/shop/total.ts": code });
    show(new FakeEditor(document("/shop/total.ts", code)));
    const run = vi.spyOn(commands, "executeCommand").mockRejectedValue(new Error("no provider"));
    expect(labels(await source.mentions("total"))).toEqual(["total.ts"]);
    run.mockReturnValue(new Promise(() => {}));
    clock.sleep.mockResolvedValue();
    expect(labels(await source.mentions("total"))).toEqual(["total.ts"]);
  });
});
