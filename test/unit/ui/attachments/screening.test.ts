import { describe, expect, it, vi } from "vitest";
import type { SnippetAttachment } from "../../../../src/common/attachment.ts";
import { file, names, open } from "./bench.ts";

const key = "-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl";
const promise = "What is attached goes to the instance, where the agent can read it.";

describe("before something is attached", () => {
  it("nothing is asked about ordinary files, large ones of up to 20 MB among them", async () => {
    const { source, asked } = await open({ "/shop/a.ts": "1", "/shop/b.bin": new Uint8Array(20_000_000) });
    expect(names(await source.fromUris([file("/shop/a.ts"), file("/shop/b.bin")]))).toEqual([
      "a.ts",
      "b.bin",
    ]);
    expect(asked()).toEqual([]);
  });

  it("one question names everything that looks secret or is large", async () => {
    const { source, asked, agree } = await open({
      "/shop/.env": "A=1",
      "/shop/a.ts": "1",
      "/shop/notes.txt": key,
      "/shop/film.mp4": new Uint8Array(34_000_001),
    });
    agree();
    const all = [".env", "a.ts", "notes.txt", "film.mp4"];
    expect(names(await source.fromUris(all.map((name) => file(`/shop/${name}`))))).toEqual(all);
    expect(asked()).toEqual([
      `Attach these 3? May hold a secret: .env, notes.txt. Large: film.mp4 (34 MB). ${promise}`,
    ]);
  });

  it("what the user does not want is left out, and only that", async () => {
    const { source, asked } = await open({ "/shop/.env": "A=1", "/shop/a.ts": "1" });
    expect(names(await source.fromUris([file("/shop/.env"), file("/shop/a.ts")]))).toEqual(["a.ts"]);
    expect(asked()).toEqual([`Attach .env? May hold a secret: .env. ${promise}`]);
  });

  it("a key is found in what is on the screen, in UTF-16 too, and in no more than a megabyte", async () => {
    const { source, asked, document, reader } = await open({
      "/shop/a.md": "harmless",
      "/shop/b.ps1": Buffer.from(key, "utf16le"),
      "/shop/c.log": `${key}${"x".repeat(1_000_000)}`,
    });
    document("/shop/a.md", key).isDirty = true;
    const read = vi.spyOn(reader, "read");
    const all = ["a.md", "b.ps1", "c.log"].map((name) => file(`/shop/${name}`));
    expect(names(await source.fromUris(all))).toEqual(["c.log"]);
    expect(asked()[0]).toContain("a.md, b.ps1.");
    expect(read.mock.calls.map(([{ name }]) => name)).toEqual(["a.md", "b.ps1"]);
  });

  it("a folder of secrets counts although the agent is not told of it", async () => {
    const { source, asked } = await open({ "/home/me/.ssh/config": "Host x" });
    expect(await source.fromUris([file("/home/me/.ssh/config")])).toEqual([]);
    expect(asked()).toHaveLength(1);
  });

  it("pieces of text are looked at as well", async () => {
    const { source, asked } = await open();
    const snippet = { kind: "snippet", id: "1", origin: "selection", title: "a:1", text: key } as const;
    const ofSecretFile: SnippetAttachment = {
      ...snippet,
      title: ".env:3",
      text: "TOKEN=1",
      place: { uri: file("/shop/.env"), from: 3, to: 3 },
    };
    expect(await source.fromSnippets([snippet, ofSecretFile])).toEqual([]);
    expect(asked()).toEqual([`Attach these 2? May hold a secret: a:1, .env:3. ${promise}`]);
  });

  it("a long list is cut", async () => {
    const all = Array.from({ length: 11 }, (_, index) => `/shop/${index}.pem`);
    const { source, asked } = await open(Object.fromEntries(all.map((path) => [path, "1"])));
    await source.fromUris(all.map(file));
    expect(asked()[0]).toContain("Attach these 11?");
    expect(asked()[0]).toContain("7.pem and 3 more.");
  });
});
