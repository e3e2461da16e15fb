/** The contract of VS Code's file systems, on files of an instance that lie on a real disk. */
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { activeExtension, until } from "../../host.ts";
import { at, bytes, failsWith, isUnified, requestsDuring, shell, text } from "./agent.ts";

const { fs } = vscode.workspace;
const { Directory, File, SymbolicLink } = vscode.FileType;

describe("files of an instance", () => {
  before(async () => {
    await activeExtension();
    await shell("rm -rf work && mkdir -p work/empty work/full/deep && printf hello > work/a.txt");
    await shell("printf '' > work/nothing; printf x > work/full/deep/x; touch -d @1700000000.25 work/a.txt");
  });

  it("have a stat", async () => {
    const stat = await fs.stat(at("work/a.txt"));
    assert.equal(stat.type, File);
    assert.equal(stat.size, 5);
    assert.equal(Math.floor(stat.mtime / 1000), 1_700_000_000);
    assert.equal((await fs.stat(at("work"))).type, Directory);
    assert.equal((await fs.stat(at("work/nothing"))).size, 0);
    await assert.rejects(async () => fs.stat(at("work/none.txt")), failsWith("FileNotFound"));
    await assert.rejects(async () => fs.stat(at("work/none/none.txt")), failsWith("FileNotFound"));
    await assert.rejects(async () => fs.stat(at("work/a.txt/none.txt")), failsWith("FileNotFound"));
  });

  it("can be listed", async () => {
    assert.deepEqual(await fs.readDirectory(at("work")), [
      ["empty", Directory],
      ["full", Directory],
      ["a.txt", File],
      ["nothing", File],
    ]);
    assert.deepEqual(await fs.readDirectory(at("work/empty")), []);
    await assert.rejects(async () => fs.readDirectory(at("work/none")), failsWith("FileNotFound"));
    await assert.rejects(async () => fs.readDirectory(at("work/a.txt")), failsWith("FileNotADirectory"));
  });

  it("can be read", async () => {
    assert.equal(text(await fs.readFile(at("work/a.txt"))), "hello");
    assert.equal((await fs.readFile(at("work/nothing"))).length, 0);
    await assert.rejects(async () => fs.readFile(at("work/none.txt")), failsWith("FileNotFound"));
    await assert.rejects(async () => fs.readFile(at("work/empty")), failsWith("FileIsADirectory"));
  });

  it("are found under names with anything in them", async () => {
    const names = [
      "ünïcödé ‰ 日本.txt",
      "a b.txt",
      "50%.txt",
      "%41.txt",
      "#1?.txt",
      "a+b&c=d;e.txt",
      "'\"$`.txt",
    ];
    for (const name of names) await shell(`printf %s ${quoted(name)} > work/empty/${quoted(name)}`);
    const listed = (await fs.readDirectory(at("work/empty"))).map(([name]) => name);
    assert.deepEqual(listed.sort(), [...names].sort());
    for (const name of names) {
      const uri = vscode.Uri.joinPath(at("work/empty"), name);
      assert.equal(text(await fs.readFile(vscode.Uri.parse(uri.toString()))), name);
      assert.equal((await fs.stat(uri)).size, bytes(name).length);
    }
    await shell("rm work/empty/*");
  });

  it("are known through an id in any case", async () => {
    const upper = at("work/a.txt").with({ authority: at("").authority.toUpperCase() });
    assert.equal(text(await fs.readFile(upper)), "hello");
    await assert.rejects(async () => fs.stat(upper.with({ authority: "nobody" })), failsWith("Unavailable"));
  });

  it("are listed with one request, however many they are, and asked about with none", async () => {
    await shell("mkdir work/many && cd work/many && seq -f 'entry %04g' 1 1000 | xargs -d '\\n' touch");
    let entries: [string, vscode.FileType][] = [];
    const requests = await requestsDuring(async () => {
      entries = await fs.readDirectory(at("work/many"));
      await Promise.all(entries.map(([name]) => fs.stat(vscode.Uri.joinPath(at("work/many"), name))));
    });
    assert.equal(entries.length, 1000);
    assert.equal(requests.length, 1, requests.join("\n"));
  });

  if (isUnified) {
    it("cannot be written where the API cannot, which VS Code knows before it tries", async () => {
      const stat = await fs.stat(at("work/a.txt"));
      assert.equal(stat.permissions, vscode.FilePermission.Readonly);
      await assert.rejects(
        async () => fs.writeFile(at("work/a.txt"), bytes("x")),
        failsWith("NoPermissions"),
      );
      await assert.rejects(async () => fs.createDirectory(at("work/new")), failsWith("NoPermissions"));
      await assert.rejects(
        async () => fs.rename(at("work/a.txt"), at("work/b.txt")),
        (error) => error instanceof vscode.FileSystemError,
      );
      assert.equal(await shell("cat work/a.txt; ls work/b.txt 2>/dev/null || true"), "hello");
    });
    it("can be deleted", async () => {
      await shell("printf x > work/old.txt");
      await fs.delete(at("work/old.txt"));
      assert.equal(await shell("ls work/old.txt 2>/dev/null || true"), "");
    });
    return;
  }

  it("can be symbolic links", async () => {
    await shell("cd work/full && ln -s ../a.txt link && ln -s nowhere broken");
    assert.equal((await fs.stat(at("work/full/link"))).type, SymbolicLink | File);
    assert.equal((await fs.stat(at("work/full/link"))).size, 5);
    assert.equal((await fs.stat(at("work/full/broken"))).type, SymbolicLink);
    assert.equal(text(await fs.readFile(at("work/full/link"))), "hello");
    const types = new Map(await fs.readDirectory(at("work/full")));
    assert.equal(types.get("link"), SymbolicLink | File);
    await fs.writeFile(at("work/full/link"), bytes("through it"));
    assert.equal(await shell("cat work/a.txt; readlink work/full/link"), "through it../a.txt\n");
    await fs.delete(at("work/full/link"));
    await fs.delete(at("work/full/broken"));
    assert.equal(await shell("cat work/a.txt; ls work/full"), "through itdeep\n");
  });

  it("can be written", async () => {
    await fs.writeFile(at("work/new.txt"), bytes("nëw"));
    assert.equal(await shell("cat work/new.txt"), "nëw");
    await fs.writeFile(at("work/new.txt"), bytes(""));
    assert.equal((await fs.stat(at("work/new.txt"))).size, 0);
    await fs.writeFile(at("work/made/on/the way.txt"), bytes("x"));
    assert.equal(await shell("cat 'work/made/on/the way.txt'"), "x");
    await assert.rejects(
      async () => fs.writeFile(at("work/full"), bytes("x")),
      failsWith("FileIsADirectory"),
    );
    await assert.rejects(
      async () => fs.writeFile(at("work/new.txt/below"), bytes("x")),
      (error) => error instanceof vscode.FileSystemError,
    );
  });

  it("tell of a change that left the length as it was", async () => {
    const uri = at("work/same.txt");
    await fs.writeFile(uri, bytes("one"));
    const { mtime } = await fs.stat(uri);
    await shell("printf two > work/same.txt");
    const stat = await until("the change shows", async () => {
      const latest = await fs.stat(uri);
      return latest.mtime > mtime ? latest : undefined;
    });
    assert.equal(stat.size, 3);
    assert.equal(text(await fs.readFile(uri)), "two");
  });

  it("can be directories that are made, with those above them", async () => {
    await fs.createDirectory(at("work/d1/d2"));
    assert.equal((await fs.stat(at("work/d1/d2"))).type, Directory);
    await fs.createDirectory(at("work/d1/d2"));
    await assert.rejects(async () => fs.createDirectory(at("work/new.txt")), failsWith("FileExists"));
  });

  it("can be renamed, and replace another only when that is said", async () => {
    await shell(
      "cd work && rm -rf r && mkdir -p r/dir/sub r/other r/none && printf 1 > r/1 && printf 2 > r/2",
    );
    await fs.rename(at("work/r/1"), at("work/r/ä 1"));
    assert.equal(text(await fs.readFile(at("work/r/ä 1"))), "1");
    await assert.rejects(async () => fs.stat(at("work/r/1")), failsWith("FileNotFound"));
    await assert.rejects(async () => fs.rename(at("work/r/ä 1"), at("work/r/2")), failsWith("FileExists"));
    assert.equal(await shell("cat work/r/2"), "2");
    await fs.rename(at("work/r/ä 1"), at("work/r/2"), { overwrite: true });
    assert.equal(await shell("cat work/r/2"), "1");
    await assert.rejects(async () => fs.rename(at("work/r/gone"), at("work/r/x")), failsWith("FileNotFound"));
    await fs.rename(at("work/r/dir"), at("work/r/none"), { overwrite: true });
    assert.equal(await shell("cd work/r && ls -d none/* dir 2>/dev/null || true"), "none/sub\n");
    await assert.rejects(
      async () => fs.rename(at("work/r/none"), at("work/r/none/sub/none")),
      (error) => error instanceof Error,
    );
    assert.equal(await shell("ls work/r/none"), "sub\n");
  });

  it("can be copied", async () => {
    await shell("cd work && rm -rf c && mkdir -p c/dir/sub && printf 1 > c/dir/sub/1 && printf 2 > c/2");
    await fs.copy(at("work/c/dir"), at("work/c/copy"));
    assert.equal(await shell("cat work/c/copy/sub/1"), "1");
    await assert.rejects(
      async () => fs.copy(at("work/c/dir/sub/1"), at("work/c/2")),
      (error) => error instanceof vscode.FileSystemError,
    );
    await fs.copy(at("work/c/dir/sub/1"), at("work/c/2"), { overwrite: true });
    assert.equal(await shell("cat work/c/2 work/c/dir/sub/1"), "11");
  });

  it("can be deleted, with what is in them only when that is said", async () => {
    await assert.rejects(
      async () => fs.delete(at("work/full")),
      (error) => error instanceof vscode.FileSystemError && /not empty/.test(error.message),
    );
    assert.equal(await shell("cat work/full/deep/x"), "x");
    await fs.delete(at("work/full"), { recursive: true });
    await fs.delete(at("work/empty"));
    await fs.delete(at("work/a.txt"));
    assert.equal(await shell("ls -d work/full work/empty work/a.txt 2>/dev/null || true"), "");
    await assert.rejects(async () => fs.delete(at("work/a.txt")), failsWith("FileNotFound"));
  });

  it("can have 100 MB", async () => {
    const large = new Uint8Array(100 * 1024 * 1024);
    for (let i = 0; i < large.length; i += 4096) large[i] = i / 4096;
    await fs.writeFile(at("work/large.bin"), large);
    assert.equal((await fs.stat(at("work/large.bin"))).size, large.length);
    const read = await fs.readFile(at("work/large.bin"));
    assert.ok(Buffer.from(read.buffer, read.byteOffset, read.length).equals(large), "the bytes differ");
    await fs.delete(at("work/large.bin"));
  }).timeout(120_000);

  it("over 1,000 in a directory are found although they are not listed", async () => {
    await shell("cd work/many && seq -f 'more %04g' 1 200 | xargs -d '\\n' touch && printf last > zz.txt");
    assert.equal((await fs.readDirectory(at("work/many"))).length, 1000);
    assert.equal((await fs.stat(at("work/many/zz.txt"))).size, 4);
    assert.equal(text(await fs.readFile(at("work/many/zz.txt"))), "last");
    await assert.rejects(async () => fs.stat(at("work/many/zzz.txt")), failsWith("FileNotFound"));
  });
});

function quoted(name: string): string {
  return `'${name.replaceAll("'", `'\\''`)}'`;
}
