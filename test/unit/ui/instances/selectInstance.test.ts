import { describe, expect, it, vi } from "vitest";
import type { Instance } from "../../../../src/api/wire.ts";
import { Emitter } from "../../../../src/common/emitter.ts";
import type { InstancesState } from "../../../../src/core/instances/instanceState.ts";
import type { InstancesUiDeps } from "../../../../src/ui/instances/deps.ts";
import { selectInstance } from "../../../../src/ui/instances/selectInstance.ts";
import { instance } from "../../core/instances/window.ts";
import { window } from "../../support/vscodeStub.ts";

interface Row {
  readonly label: string;
  readonly kind?: number;
}

/**
 * A quick pick that highlights the first row by itself when rows are set, then what the extension asks for, and tells
 * of both a moment later, as VS Code does.
 */
class FakePick {
  busy = false;
  selectedItems: readonly Row[] = [];
  #items: readonly Row[] = [];
  #active: Row | undefined;
  readonly #activated = new Emitter<readonly Row[]>();
  readonly #accepted = new Emitter<void>();
  readonly onDidChangeActive = this.#activated.event;
  readonly onDidAccept = this.#accepted.event;
  readonly onDidHide = new Emitter<void>().event;
  show(): void {}
  dispose(): void {}

  get items(): readonly Row[] {
    return this.#items;
  }
  set items(items: readonly Row[]) {
    this.#items = items;
    this.#activateSoon(items.find(({ kind }) => kind === undefined));
  }
  set activeItems([row]: readonly Row[]) {
    this.#activateSoon(row);
  }

  get active(): string {
    return this.#active?.label.replace(/^\$\(\S+\) /, "") ?? "";
  }
  move(label: string): void {
    this.#activate(this.#items.find((row) => row.label.endsWith(label)));
  }
  enter(): void {
    this.selectedItems = this.#active ? [this.#active] : [];
    this.#accepted.fire();
  }
  #activateSoon(row: Row | undefined): void {
    queueMicrotask(() => this.#activate(row));
  }
  #activate(row: Row | undefined): void {
    this.#active = row;
    this.#activated.fire(row ? [row] : []);
  }
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
const ids = (...list: string[]): readonly Instance[] => list.map((id) => instance(id));

/** The open box on a list that a test changes. */
async function open(list: readonly Instance[], selected?: string) {
  const box = new FakePick();
  vi.spyOn(window, "createQuickPick").mockReturnValue(box);
  const changed = new Emitter<void>();
  const instances = {
    list,
    selected: selected === undefined ? undefined : instance(selected),
    state: { kind: "ready" } as InstancesState,
    isReading: false,
    onDidChange: changed.event,
    refresh: vi.fn(async () => {}),
    select: vi.fn(async () => {}),
  };
  const account = { ready: async () => ({ source: "stored" }) };
  const chosen = selectInstance({ account, instances } as unknown as InstancesUiDeps);
  await settled();
  const read = async (rows: readonly Instance[]): Promise<void> => {
    instances.list = rows;
    changed.fire();
    await settled();
  };
  return { box, chosen, instances, read };
}

describe("the box of instances", () => {
  it("offers the selected instance, and one that is read later rather than what costs money", async () => {
    expect((await open(ids("a", "b"), "b")).box.active).toBe("b");
    expect((await open(ids("a", "b"), "gone")).box.active).toBe("a");
    const { box, read } = await open([]);
    expect(box.active).toBe("Create Instance…");
    await read(ids("a", "b"));
    expect(box.active).toBe("a");
    await read(ids("new", "a", "b"));
    expect(box.active).toBe("new");
  });

  it.each(["b", "Create Instance…", "Read the List Again"])(
    "leaves the highlight where the user put it while the list is read: %s",
    async (label) => {
      const { box, read } = await open(ids("a", "b"));
      box.move(label);
      await read(ids("new", "a", "b"));
      expect(box.active).toBe(label);
      await read(ids("new", "a", "b"));
      expect(box.active).toBe(label);
      box.move("new");
      await read(ids("newer", "new", "a"));
      expect(box.active).toBe("new");
    },
  );

  it("offers another one when the highlighted instance is gone", async () => {
    const { box, read } = await open(ids("a", "b", "c"), "b");
    box.move("c");
    await read(ids("a", "b"));
    expect(box.active).toBe("b");
  });

  it("stays open and in place while the list is read again on demand", async () => {
    const { box, chosen, instances } = await open(ids("a", "b"));
    box.move("Read the List Again");
    box.enter();
    await settled();
    expect(instances.refresh).toHaveBeenCalledTimes(2);
    expect(box.active).toBe("Read the List Again");
    box.move("b");
    box.enter();
    expect((await chosen)?.id).toBe("b");
    expect(instances.select).toHaveBeenCalledTimes(1);
  });
});
