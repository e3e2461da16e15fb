/** An instance whose disk is a map, behind the calls of the client. */
import { vi } from "vitest";
import { Agent37Error } from "../../../../src/api/errors/agent37Error.ts";
import type { DialectId, FileContent, FileEntry, InstanceRef, WriteRules } from "../../../../src/api/wire.ts";
import { Emitter } from "../../../../src/common/emitter.ts";
import { silentLogger } from "../../../../src/common/logger.ts";
import type { FileChange } from "../../../../src/core/files/files.ts";
import { createInstanceFiles } from "../../../../src/core/files/instanceFiles.ts";
import type { Place } from "../../../../src/core/files/place.ts";
import { FakeClock } from "../../api/support/fakeClock.ts";

interface Node {
  type: FileEntry["type"];
  text: string;
  modifiedMs: number;
}

export const at = (path: string, instanceId = "one"): Place => ({ instanceId, path });

const codes = {
  file_not_found: 404,
  not_a_directory: 400,
  validation_error: 400,
  file_exists: 409,
  modified: 412,
};

function refuse(code: keyof typeof codes): never {
  throw new Agent37Error({ code, message: code, plane: "agent", status: codes[code] });
}

/** The files of instances `one` and `two`, whose disks a test fills and reads. */
export class TestDisks {
  readonly disks: Record<string, Map<string, Node>> = { one: new Map(), two: new Map() };
  dialect: DialectId = "two-plane";
  /** The most that a directory lists. */
  most = 1000;
  /** Thrown by every call. */
  down: Agent37Error | undefined;
  awake = true;
  readonly calls: string[] = [];
  readonly changes: FileChange[] = [];
  readonly clock = new FakeClock(-1);
  readonly focus = { focused: true, changed: new Emitter<boolean>() };
  #time = 1_000.5;

  readonly client = {
    listDirectory: vi.fn(async (ref: InstanceRef, path: string = "~") => {
      const disk = this.#called("list", ref, path);
      const own = path === "/" ? { type: "directory" } : disk.get(path);
      const node = own?.type === "symlink" ? disk.get((own as Node).text) : own;
      if (!node) refuse("file_not_found");
      if (node.type !== "directory") refuse("not_a_directory");
      const above = path === "/" ? "/" : `${path}/`;
      const names = [...disk.keys()].filter(
        (key) => key.startsWith(above) && !key.slice(above.length).includes("/"),
      );
      const entries = names.sort().map((key) => this.#entry(ref, key));
      return { path, entries: entries.slice(0, this.most), truncated: entries.length > this.most };
    }),
    downloadFile: vi.fn(async (ref: InstanceRef, path: string) => {
      const node = this.#called("read", ref, path).get(path) ?? refuse("file_not_found");
      if (node.type === "directory") refuse("validation_error");
      const bytes = new TextEncoder().encode(node.text);
      return { sizeBytes: bytes.length, bytes: pieces(bytes) };
    }),
    downloadArchive: vi.fn(() => Promise.reject(new Error("not asked for"))),
    writeFile: vi.fn(async (ref: InstanceRef, path: string, content: FileContent, rules: WriteRules = {}) => {
      const disk = this.#called("write", ref, path);
      const there = disk.get(path);
      if (there && rules.overwrite === false) refuse("file_exists");
      const { expectedModifiedMs: expected } = rules;
      if (there && expected !== undefined && expected !== there.modifiedMs) refuse("modified");
      let text = "";
      if (content instanceof Uint8Array) text = new TextDecoder().decode(content);
      else for await (const piece of content.open()) text += new TextDecoder().decode(piece);
      this.put(path, text, ref.id);
      return this.#entry(ref, path);
    }),
    createDirectory: vi.fn(async (ref: InstanceRef, path: string) => {
      this.#called("mkdir", ref, path);
      this.directory(path, ref.id);
      return this.#entry(ref, path);
    }),
    moveFile: vi.fn(async (ref: InstanceRef, from: string, to: string) => {
      const disk = this.#called("move", ref, `${from} ${to}`);
      const target = disk.get(to)?.type === "directory" ? `${to}${from.slice(from.lastIndexOf("/"))}` : to;
      for (const [key, node] of [...disk]) {
        if (key !== from && !key.startsWith(`${from}/`)) continue;
        disk.delete(key);
        disk.set(target + key.slice(from.length), node);
      }
      return this.#entry(ref, target);
    }),
    deleteFile: vi.fn(async (ref: InstanceRef, path: string) => {
      const disk = this.#called("delete", ref, path);
      for (const key of [...disk.keys()]) if (key === path || key.startsWith(`${path}/`)) disk.delete(key);
    }),
  };

  readonly files = createInstanceFiles({
    client: this.client,
    instance: async (id) => ({ id: id.toLowerCase(), dialect: this.dialect }),
    isAwake: () => this.awake,
    windowFocus: this.#windowFocus(),
    clock: this.clock,
    logger: silentLogger,
  });

  constructor() {
    this.directory("/home");
    this.directory("/home/node");
    this.directory("/home", "two");
    this.files.onDidChange((changes) => this.changes.push(...changes));
  }

  /** Writes as the agent does. */
  put(path: string, text: string, id = "one"): void {
    this.#time += 10;
    this.#disk(id).set(path, { type: "file", text, modifiedMs: this.#time });
  }

  directory(path: string, id = "one"): void {
    this.#disk(id).set(path, { type: "directory", text: "", modifiedMs: this.#time });
  }

  /** A symbolic link, which a listing of its own follows. */
  link(path: string, to: string): void {
    this.#disk("one").set(path, { type: "symlink", text: to, modifiedMs: this.#time });
  }

  text(path: string, id = "one"): string | undefined {
    return this.#disk(id).get(path)?.text;
  }

  paths(id = "one"): string[] {
    return [...this.#disk(id).keys()].sort();
  }

  /** The calls since the last time. */
  takeCalls(): string[] {
    return this.calls.splice(0);
  }

  takeChanges(): string[] {
    return this.changes.splice(0).map(({ kind, place }) => `${kind} ${place.path}`);
  }

  setFocus(focused: boolean): void {
    this.focus.focused = focused;
    this.focus.changed.fire(focused);
  }

  #windowFocus() {
    const { focus } = this;
    return {
      get focused() {
        return focus.focused;
      },
      onDidChange: focus.changed.event,
    };
  }

  #called(name: string, { id }: InstanceRef, what: string): Map<string, Node> {
    this.calls.push(`${name} ${what}`);
    if (this.down) throw this.down;
    return this.#disk(id);
  }

  #disk(id: string): Map<string, Node> {
    const disk = this.disks[id];
    if (!disk) throw new Error(`No instance ${id}`);
    return disk;
  }

  #entry({ id }: InstanceRef, path: string): FileEntry {
    const { type, text, modifiedMs } = this.#disk(id).get(path) ?? refuse("file_not_found");
    const name = path.slice(path.lastIndexOf("/") + 1);
    const sizeBytes = type === "directory" ? undefined : new TextEncoder().encode(text).length;
    return { name, path, type, sizeBytes, modifiedMs, hidden: name.startsWith(".") };
  }
}

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
  for (let i = 0; i < bytes.length; i += 3) yield bytes.subarray(i, i + 3);
}
