import { beforeEach, describe, expect, it } from "vitest";
import { Agent37Error } from "../../../../src/api/errors/agent37Error.ts";
import { at, TestDisks } from "./disk.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const failure = (kind: string) => expect.objectContaining({ name: "FilesError", kind }) as unknown;

let disks: TestDisks;
beforeEach(() => {
  disks = new TestDisks();
});

describe("what is at a place", () => {
  it("is told from one listing of the directory above, kept for a moment", async () => {
    disks.put("/home/node/a.txt", "hello");
    disks.put("/home/node/b.txt", "");
    const stat = await disks.files.stat(at("/home/node/a.txt"));
    expect(stat).toMatchObject({ type: "file", sizeBytes: 5, modifiedMs: 1010.5, canWrite: true });
    await disks.files.stat(at("/home/node/b.txt"));
    expect(disks.takeCalls()).toEqual(["list /home/node"]);
    await disks.clock.advance(1_600);
    await disks.files.stat(at("/home/node/b.txt"));
    expect(disks.takeCalls()).toEqual(["list /home/node"]);
  });

  it("is asked for once by many at the same time, of whom one may give up", async () => {
    disks.put("/home/node/a.txt", "hello");
    const abort = new AbortController();
    const given = disks.files.stat(at("/home/node/a.txt"), { signal: abort.signal });
    const others = [1, 2, 3].map(() => disks.files.stat(at("/home/node/a.txt")));
    abort.abort();
    await expect(given).rejects.toHaveProperty("name", "AbortError");
    expect(await Promise.all(others)).toHaveLength(3);
    expect(disks.takeCalls()).toEqual(["list /home/node"]);
  });

  it("is a directory after one request, which lists it as well", async () => {
    await disks.files.stat(at("/home/node"));
    await disks.files.list(at("/home/node"));
    expect(disks.takeCalls()).toEqual(["list /home/node"]);
    await disks.files.list(at("/home/node"));
    expect(disks.takeCalls()).toEqual(["list /home/node"]);
  });

  it("is missing only when a look of this moment says so", async () => {
    await disks.files.list(at("/home/node"));
    await disks.clock.advance(500);
    disks.put("/home/node/new.txt", "x");
    expect(await disks.files.stat(at("/home/node/new.txt"))).toHaveProperty("sizeBytes", 1);
    await expect(disks.files.stat(at("/home/node/none.txt"))).rejects.toEqual(failure("notFound"));
    await expect(disks.files.stat(at("/nowhere/a.txt"))).rejects.toEqual(failure("notFound"));
  });

  it("is missing with the directory that would hold it, for all who ask, by one look", async () => {
    disks.put("/home/node/a.txt", "1");
    await disks.files.list(at("/home/node"));
    await disks.clock.advance(5_000);
    disks.takeCalls();
    const names = [".vscode/settings.json", ".vscode/tasks.json", ".git", ".github/copilot/a/b.json"];
    for (const name of names)
      await expect(disks.files.stat(at(`/home/node/${name}`))).rejects.toEqual(failure("notFound"));
    expect(disks.takeCalls()).toEqual(["list /home/node"]);
    await disks.clock.advance(5_000);
    disks.directory("/home/node/.vscode");
    disks.put("/home/node/.vscode/tasks.json", "{}");
    expect(await disks.files.stat(at("/home/node/.vscode/tasks.json"))).toHaveProperty("sizeBytes", 2);
  });

  it("is what it was, while its instance sleeps: nobody is woken to say so", async () => {
    disks.put("/home/node/a.txt", "hello");
    await disks.files.stat(at("/home/node/a.txt"));
    await disks.clock.advance(60_000);
    disks.awake = false;
    disks.takeCalls();
    expect(await disks.files.stat(at("/home/node/a.txt"))).toHaveProperty("sizeBytes", 5);
    await expect(disks.files.stat(at("/home/node/none"))).rejects.toEqual(failure("notFound"));
    expect(disks.takeCalls()).toEqual([]);
    await disks.files.stat(at("/home/node/a.txt"), { fresh: true });
    expect(disks.takeCalls()).toEqual(["list /home/node"]);
    await disks.clock.advance(5_000);
    await disks.files.stat(at("/home/node/a.txt"));
    expect(disks.takeCalls(), "it has just answered, so it is awake").toEqual(["list /home/node"]);
  });

  it("is asked for anew by who comes just when all others have given up", async () => {
    disks.put("/home/node/a.txt", "hello");
    const abort = new AbortController();
    // Its end is heard a moment after it was aborted, as over HTTP.
    disks.client.listDirectory.mockImplementationOnce(
      () =>
        new Promise((_, reject) => setTimeout(() => reject(new DOMException("Given up.", "AbortError")), 20)),
    );
    const given = disks.files.stat(at("/home/node/a.txt"), { signal: abort.signal });
    await new Promise((resolve) => setImmediate(resolve));
    abort.abort();
    await expect(given).rejects.toHaveProperty("name", "AbortError");
    expect(await disks.files.stat(at("/home/node/a.txt"))).toHaveProperty("sizeBytes", 5);
  });

  it("is looked for by itself where the directory has more than is listed", async () => {
    disks.most = 1;
    disks.put("/home/node/a.txt", "1");
    disks.put("/home/node/z.txt", "four");
    disks.directory("/home/node/zz.d");
    expect((await disks.files.list(at("/home/node"))).truncated).toBe(true);
    expect(await disks.files.stat(at("/home/node/z.txt"))).toMatchObject({ type: "file", sizeBytes: 4 });
    expect(await disks.files.stat(at("/home/node/zz.d"))).toHaveProperty("type", "directory");
    await expect(disks.files.stat(at("/home/node/y.txt"))).rejects.toEqual(failure("notFound"));
  });

  it("needs no request for the root and the agent's home", async () => {
    expect((await disks.files.stat(at("/"))).type).toBe("directory");
    expect((await disks.files.stat(at("~"))).type).toBe("directory");
    expect(disks.takeCalls()).toEqual([]);
  });

  it("is not asked about again for a moment when the instance is out of reach", async () => {
    disks.down = new Agent37Error({ code: "container_unavailable", message: "Stopped.", plane: "transport" });
    for (const name of ["a.txt", "b.txt", "c.txt"])
      await expect(disks.files.stat(at(`/home/node/${name}`))).rejects.toHaveProperty(
        "code",
        "container_unavailable",
      );
    expect(disks.takeCalls()).toEqual(["list /home/node"]);
    disks.down = undefined;
    await disks.clock.advance(2_100);
    await expect(disks.files.stat(at("/home/node/a.txt"))).rejects.toEqual(failure("notFound"));
  });
});

describe("writing", () => {
  it("makes and replaces files as far as that is allowed", async () => {
    const place = at("/home/node/a.txt");
    await expect(disks.files.write(place, bytes("1"), { create: false })).rejects.toEqual(
      failure("notFound"),
    );
    await disks.files.write(place, bytes("1"), { overwrite: false });
    await expect(disks.files.write(place, bytes("2"), { overwrite: false })).rejects.toEqual(
      failure("exists"),
    );
    expect(disks.text("/home/node/a.txt")).toBe("1");
    await disks.files.write(place, bytes("2"));
    expect(disks.text("/home/node/a.txt")).toBe("2");
    await expect(disks.files.write(at("/home/node"), bytes("2"))).rejects.toEqual(failure("isADirectory"));
    expect(disks.takeChanges()).toEqual(["created /home/node/a.txt", "changed /home/node/a.txt"]);
  });

  it("makes no directory on the way", async () => {
    await expect(disks.files.write(at("/home/x/a.txt"), bytes("1"))).rejects.toEqual(failure("notFound"));
    disks.put("/home/file.txt", "");
    await disks.clock.advance(500);
    await expect(disks.files.write(at("/home/file.txt/a"), bytes("1"))).rejects.toEqual(
      failure("notADirectory"),
    );
    await expect(disks.files.createDirectory(at("/home/x/y"))).rejects.toEqual(failure("notFound"));
    expect(disks.paths()).toEqual(["/home", "/home/file.txt", "/home/node"]);
  });

  it("does not replace a file that came between the look and the write", async () => {
    await disks.files.list(at("/home/node"));
    disks.put("/home/node/a.txt", "theirs");
    await expect(disks.files.write(at("/home/node/a.txt"), bytes("mine"))).rejects.toEqual(failure("exists"));
    expect(disks.text("/home/node/a.txt")).toBe("theirs");
  });

  it("does not replace another version than the expected one, and tells of the file as it is afterwards", async () => {
    disks.put("/home/node/a.txt", "one");
    const place = at("/home/node/a.txt");
    const { modifiedMs } = await disks.files.stat(place);
    disks.put("/home/node/a.txt", "theirs");
    await expect(disks.files.write(place, bytes("mine"), { expectedModifiedMs: modifiedMs })).rejects.toEqual(
      failure("changed"),
    );
    const stat = await disks.files.stat(place);
    expect(stat.sizeBytes).toBe(6);
    await disks.files.write(place, bytes("mine"), { expectedModifiedMs: stat.modifiedMs });
    expect(disks.text("/home/node/a.txt")).toBe("mine");
  });

  it("knows the file as written without asking", async () => {
    disks.put("/home/node/a.txt", "one");
    await disks.files.stat(at("/home/node/a.txt"));
    await disks.files.write(at("/home/node/a.txt"), bytes("three"));
    expect((await disks.files.stat(at("/home/node/a.txt"))).sizeBytes).toBe(5);
    expect(disks.takeCalls()).toEqual(["list /home/node", "write /home/node/a.txt"]);
  });

  it("is refused before anything is sent where the API has no call for it", async () => {
    disks.dialect = "unified";
    const readOnly = failure("readOnly");
    await expect(disks.files.write(at("~/a"), bytes("1"))).rejects.toEqual(readOnly);
    await expect(disks.files.createDirectory(at("~/a"))).rejects.toEqual(readOnly);
    await expect(disks.files.move(at("~/a"), at("~/b"))).rejects.toEqual(readOnly);
    expect(disks.takeCalls()).toEqual([]);
  });
});

describe("reading", () => {
  it("gives the bytes and tells how many there are", async () => {
    disks.put("/home/node/a.txt", "hello world");
    const seen: unknown[] = [];
    const read = await disks.files.read(at("/home/node/a.txt"), { onProgress: (...args) => seen.push(args) });
    expect(new TextDecoder().decode(read)).toBe("hello world");
    expect(seen.at(-1)).toEqual([11, 11]);
  });

  it("takes bodies of any length that was not announced", async () => {
    disks.client.downloadFile.mockImplementation(async () => ({
      sizeBytes: 0,
      bytes: (async function* () {
        yield bytes("ab");
        yield bytes("cde");
      })(),
    }));
    expect(new TextDecoder().decode(await disks.files.read(at("/x")))).toBe("abcde");
  });
});

describe("deleting", () => {
  beforeEach(() => {
    disks.directory("/home/node/d");
    disks.put("/home/node/d/x", "1");
  });

  it("takes what is in a directory only when that is said", async () => {
    await expect(disks.files.delete(at("/home/node/d"))).rejects.toEqual(failure("notEmpty"));
    expect(disks.text("/home/node/d/x")).toBe("1");
    await disks.files.delete(at("/home/node/d"), { recursive: true });
    expect(disks.paths()).toEqual(["/home", "/home/node"]);
    expect(disks.takeChanges()).toEqual(["deleted /home/node/d"]);
  });

  it("fails for what is not there, and for the root", async () => {
    await expect(disks.files.delete(at("/home/node/y.txt"))).rejects.toEqual(failure("notFound"));
    await expect(disks.files.delete(at("/"), { recursive: true })).rejects.toEqual(failure("unfit"));
    await expect(disks.files.delete(at("~"), { recursive: true })).rejects.toEqual(failure("unfit"));
  });
});

describe("moving", () => {
  beforeEach(() => {
    disks.directory("/home/node/d");
    disks.put("/home/node/d/x", "1");
    disks.put("/home/node/a.txt", "a");
    disks.put("/home/node/b.txt", "b");
  });

  it("replaces a file only when that is said", async () => {
    const move = (overwrite?: boolean) =>
      disks.files.move(at("/home/node/a.txt"), at("/home/node/b.txt"), { overwrite });
    await expect(move()).rejects.toEqual(failure("exists"));
    expect(disks.text("/home/node/b.txt")).toBe("b");
    await move(true);
    expect(disks.text("/home/node/b.txt")).toBe("a");
    expect(disks.text("/home/node/a.txt")).toBeUndefined();
  });

  it("never puts anything into a directory of the new name", async () => {
    const { files } = disks;
    await expect(files.move(at("/home/node/a.txt"), at("/home/node/d"), { overwrite: true })).rejects.toEqual(
      failure("isADirectory"),
    );
    disks.directory("/home/node/e");
    await disks.clock.advance(500);
    await expect(files.move(at("/home/node/e"), at("/home/node/d"), { overwrite: true })).rejects.toEqual(
      failure("notEmpty"),
    );
    await files.move(at("/home/node/d"), at("/home/node/e"), { overwrite: true });
    expect(disks.text("/home/node/e/x")).toBe("1");
    expect(disks.text("/home/node/e/d/x")).toBeUndefined();
  });

  it("needs a source, a directory for the target, and another place", async () => {
    const { files } = disks;
    await expect(files.move(at("/home/node/n.txt"), at("/home/node/m.txt"))).rejects.toEqual(
      failure("notFound"),
    );
    await expect(files.move(at("/home/node/a.txt"), at("/none/a.txt"))).rejects.toEqual(failure("notFound"));
    await expect(files.move(at("/home/node/d"), at("/home/node/d/e"))).rejects.toEqual(failure("unfit"));
    await files.move(at("/home/node/a.txt"), at("/home/node/a.txt"));
    expect(disks.text("/home/node/a.txt")).toBe("a");
  });

  it("goes from one instance to another with all that is in a directory", async () => {
    disks.directory("/home/node/d/deep");
    disks.put("/home/node/d/deep/ü.txt", "ünder");
    await disks.files.move(at("/home/node/d"), at("/home/d", "two"));
    expect(disks.text("/home/d/deep/ü.txt", "two")).toBe("ünder");
    expect(disks.text("/home/d/x", "two")).toBe("1");
    expect(disks.paths().filter((path) => path.includes("/d"))).toEqual([]);
  });

  it("does not follow a link that leads back to where it is", async () => {
    disks.link("/home/node/d/loop", "/home/node/d");
    await expect(disks.files.move(at("/home/node/d"), at("/home/d", "two"))).rejects.toEqual(
      failure("unfit"),
    );
    expect(disks.text("/home/node/d/x")).toBe("1");
  });

  it("deletes nothing when not everything could be copied", async () => {
    disks.most = 1;
    disks.put("/home/node/d/y", "2");
    await expect(disks.files.move(at("/home/node/d"), at("/home/d", "two"))).rejects.toEqual(
      failure("tooMany"),
    );
    expect(disks.text("/home/node/d/y")).toBe("2");
  });
});
