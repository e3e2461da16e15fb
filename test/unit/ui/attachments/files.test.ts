import { afterEach, describe, expect, it, vi } from "vitest";
import type { FileAttachment } from "../../../../src/common/attachment.ts";
import { env, ExtensionKind, extensions, UIKind, Uri, workspace } from "../../support/vscodeStub.ts";
import { FakeEditor, file, names, open } from "./bench.ts";

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

describe("resources that are dropped or chosen", () => {
  it("become files with their place below the workspace folder and their size", async () => {
    const { source } = await open({ "/shop/src/a b.ts": "12345", "/shop/logo.png": "x" });
    const files = await source.fromUris(["file:///shop/src/a%20b.ts", "file:///shop/logo.png"]);
    expect(files).toEqual([
      {
        kind: "file",
        id: expect.any(String) as string,
        name: "a b.ts",
        path: "src/a b.ts",
        source: { uri: "file:///shop/src/a%20b.ts" },
        size: 5,
      },
      expect.objectContaining({ name: "logo.png", isImage: true }),
    ]);
    expect(new Set(files.map(({ id }) => id)).size).toBe(2);
  });

  it("name their folder where the workspace has several, and nothing of the machine outside of it", async () => {
    const { source } = await open(
      { "/a/shop/index.ts": "", "/b/api/index.ts": "", "/home/me/private/notes.md": "" },
      ["/a/shop", "/b/api"],
    );
    const files = await source.fromUris(
      ["/a/shop/index.ts", "/b/api/index.ts", "/home/me/private/notes.md"].map(file),
    );
    expect(names(files)).toEqual(["shop/index.ts", "api/index.ts", "notes.md"]);
  });

  it("are attached once, however often one drag names them", async () => {
    const { source } = await open({ "/shop/a.ts": "" });
    expect(await source.fromUris([file("/shop/a.ts"), file("/shop/a.ts")])).toHaveLength(1);
  });

  it("are refused when they are devices or pipes, whose end nobody would see", async () => {
    const { source, fs, told } = await open({ "/shop/a.ts": "" });
    vi.spyOn(fs, "stat").mockResolvedValue({ type: 0, size: 0, ctime: 0, mtime: 0 });
    expect(await source.fromUris([file("/dev/zero")])).toEqual([]);
    expect(told()).toEqual(["Not attached, because it cannot be read: zero"]);
  });

  it("are refused in words when they are folders, gone, or no files at all", async () => {
    const { source, fs, told } = await open({ "/shop/a.ts": "" });
    await fs.createDirectory(Uri.file("/shop/src"));
    const files = await source.fromUris([
      file("/shop/src"),
      file("/shop/a.ts"),
      file("/shop/gone.ts"),
      "command:workbench.action.quit",
      "https://example.com/x",
      "no uri",
    ]);
    expect(names(files)).toEqual(["a.ts"]);
    expect(told()).toEqual([
      "A folder cannot be attached (src). Attach its files one by one, or name the folder in the message. " +
        "Not attached, because it cannot be read: gone.ts, workbench.action.quit, x, no uri",
    ]);
  });
});

describe("what is read of a file when its message goes out", () => {
  const only = async (files: Promise<readonly unknown[]>): Promise<FileAttachment> =>
    (await files)[0] as FileAttachment;

  it("is what is stored", async () => {
    const { source, reader, fs } = await open({ "/shop/a.ts": "old" });
    const attached = await only(source.fromUris([file("/shop/a.ts")]));
    await fs.writeFile(Uri.file("/shop/a.ts"), Buffer.from("saved since"));
    expect(text(await reader.read(attached))).toBe("saved since");
  });

  it("is what is on the screen while there are unsaved changes, in the file's own encoding", async () => {
    const { source, reader, document } = await open({ "/shop/a.ts": "stored" });
    const shown = document("/shop/a.ts", "on the screen");
    const attached = await only(source.fromUris([file("/shop/a.ts")]));
    expect(text(await reader.read(attached))).toBe("stored");
    shown.isDirty = true;
    const encode = vi.spyOn(workspace, "encode");
    expect(text(await reader.read(attached))).toBe("on the screen");
    expect(encode).toHaveBeenCalledWith("on the screen", { encoding: "utf8" });
  });

  it("is the text of a document that was never saved, and fails once that is closed", async () => {
    const { source, reader, document } = await open();
    const untitled = document(Uri.from({ scheme: "untitled", path: "Untitled-1" }), "nœ file");
    const attached = await only(source.fromUris(["untitled:Untitled-1"]));
    expect(attached).toMatchObject({ name: "Untitled-1", path: "Untitled-1", size: 8 });
    untitled.text = "more";
    expect(text(await reader.read(attached))).toBe("more");
    untitled.isClosed = true;
    workspace.fs = {
      ...(workspace.fs as object),
      readFile: () => Promise.reject(new Error("no such file system")),
    };
    await expect(reader.read(attached)).rejects.toThrow();
  });

  it("fails for a copy that is gone and for what is on the instance", async () => {
    const { reader } = await open();
    const gone = { kind: "file", id: "1", name: "shot.png", path: "shot.png" } as const;
    await expect(reader.read({ ...gone, source: { blob: "x" } })).rejects.toThrow("shot.png");
    await expect(reader.read({ ...gone, source: { remotePath: "/x" } })).rejects.toThrow("shot.png");
  });
});

describe("names of resources in a window on another machine", () => {
  afterEach(() => Object.assign(env, { remoteName: undefined, uiKind: UIKind.Desktop }));
  const inRemoteHost = (): void => {
    env.remoteName = "ssh-remote";
    vi.spyOn(extensions, "getExtension").mockReturnValue({ extensionKind: ExtensionKind.Workspace });
  };

  it("are those of this machine", async () => {
    const { source } = await open({ "/shop/a.ts": "" });
    inRemoteHost();
    const [attached] = await source.fromUris(["vscode-remote://ssh-remote+box/shop/a.ts"]);
    expect(attached).toMatchObject({ path: "a.ts", source: { uri: "file:///shop/a.ts" } });
  });

  it("mean the user's own machine where the page calls them local", async () => {
    const { source, fs } = await open({ "/shop/a.ts": "" });
    inRemoteHost();
    const stat = vi.fn(fs.stat);
    workspace.fs = { stat, isWritableFileSystem: () => true };
    await source.fromUris(["file:///shop/a.ts"]);
    expect(String(stat.mock.calls[0]?.[0])).toBe("vscode-local:/shop/a.ts");
  });

  it("stay as they are where the host is on the user's machine", async () => {
    const { source } = await open({ "/shop/a.ts": "" });
    env.remoteName = "ssh-remote";
    vi.spyOn(extensions, "getExtension").mockReturnValue({ extensionKind: ExtensionKind.UI });
    expect(await source.fromUris(["vscode-remote://ssh-remote+box/shop/a.ts"])).toEqual([]);
    expect(await source.fromUris(["file:///shop/a.ts"])).toHaveLength(1);
  });
});

describe("the active file", () => {
  it("is attached only when the setting says so", async () => {
    const { source, settings, document, show } = await open({ "/shop/a.ts": "1" });
    show(new FakeEditor(document("/shop/a.ts", "1")));
    expect(await source.active()).toEqual([]);
    settings.attachActiveFile = true;
    expect(names(await source.active())).toEqual(["a.ts"]);
  });

  it("is the one that was in front last while a chat in a tab has the focus", async () => {
    const { source, settings, document, show } = await open({ "/shop/a.ts": "1", "/shop/b.ts": "1" });
    settings.attachActiveFile = true;
    show(new FakeEditor(document("/shop/a.ts", "1")));
    show(new FakeEditor(document("/shop/b.ts", "1")));
    show(undefined);
    expect(names(await source.active())).toEqual(["b.ts"]);
  });

  it("is nothing of the output and of panels", async () => {
    const { source, settings, document, show } = await open();
    settings.attachActiveFile = true;
    show(new FakeEditor(document(Uri.from({ scheme: "output", path: "log" }), "lines")));
    expect(await source.active()).toEqual([]);
  });

  it.each([
    ["by its name", ".env", "A=1"],
    ["by what it holds", "notes.md", "-----BEGIN RSA PRIVATE KEY-----"],
  ])("is left out without a word when it looks secret %s", async (_, name, content) => {
    const { source, settings, document, show, asked, told } = await open({ [`/shop/${name}`]: content });
    settings.attachActiveFile = true;
    show(new FakeEditor(document(`/shop/${name}`, content)));
    expect(await source.active()).toEqual([]);
    expect([...asked(), ...told()]).toEqual([]);
  });
});
