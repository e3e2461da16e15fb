/** What a heap consists of, as a snapshot of it tells. */
import type { CDPSession } from "@playwright/test";

export interface HeapParts {
  /** Objects, arrays, strings, functions and what describes them, in MB. */
  readonly data: number;
  /** What the engine has made of the program so far: bytecode, machine code and what they have learned, in MB. */
  readonly code: number;
}

/** The parts of a snapshot's format that are read here. */
interface Snapshot {
  readonly snapshot: {
    readonly meta: {
      readonly node_fields: readonly string[];
      readonly node_types: readonly [readonly string[], ...unknown[]];
    };
  };
  readonly nodes: readonly number[];
}

const MB = 2 ** 20;

/** Takes a snapshot, for which garbage is collected first. What the browser holds outside of the heap is not counted. */
export async function heapParts(session: CDPSession): Promise<HeapParts> {
  const chunks: string[] = [];
  const take = ({ chunk }: { chunk: string }): void => void chunks.push(chunk);
  session.on("HeapProfiler.addHeapSnapshotChunk", take);
  await session.send("HeapProfiler.takeHeapSnapshot", { reportProgress: false });
  session.off("HeapProfiler.addHeapSnapshotChunk", take);
  const { snapshot, nodes } = JSON.parse(chunks.join("")) as Snapshot;
  const { node_fields: fields, node_types: types } = snapshot.meta;
  const [kind, size] = [fields.indexOf("type"), fields.indexOf("self_size")];
  const bytes = { data: 0, code: 0 };
  for (let at = 0; at < nodes.length; at += fields.length) {
    const type = types[0][nodes[at + kind] ?? -1];
    // The rest is not on the engine's heap.
    if (type !== "native") bytes[type === "code" ? "code" : "data"] += nodes[at + size] ?? 0;
  }
  return { data: bytes.data / MB, code: bytes.code / MB };
}
