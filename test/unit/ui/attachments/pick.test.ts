import { describe, expect, it, vi } from "vitest";
import { Emitter } from "../../../../src/common/emitter.ts";
import { Uri, window } from "../../support/vscodeStub.ts";
import { FakeEditor, names, open } from "./bench.ts";

interface Row {
  readonly label: string;
  readonly kind?: number;
}

/** A quick pick without a filter. With checkboxes nothing is active until an arrow key is pressed, as in VS Code. */
class FakePick {
  items: readonly Row[] = [];
  selectedItems: readonly Row[] = [];
  activeItems: readonly Row[] = [];
  canSelectMany = false;
  busy = false;
  readonly #accepted = new Emitter<void>();
  readonly #hidden = new Emitter<void>();
  readonly onDidAccept = this.#accepted.event;
  readonly onDidHide = this.#hidden.event;
  show(): void {}
  dispose(): void {}

  get rows(): readonly string[] {
    return this.items.map(({ label, kind }) => (kind === -1 ? `- ${label}` : label));
  }
  row(title: string): Row {
    const row = this.items.find(({ label }) => label.endsWith(title));
    if (!row) throw new Error(`No row ${title}`);
    return row;
  }
  enter(title?: string): void {
    if (title !== undefined) this.activeItems = [this.row(title)];
    if (!this.canSelectMany) this.selectedItems = this.activeItems;
    this.#accepted.fire();
  }
  check(...titles: readonly string[]): void {
    this.selectedItems = titles.map((title) => this.row(title));
  }
  escape(): void {
    this.#hidden.fire();
  }
}

async function openBox() {
  const bench = await open({
    "/shop/src/a.ts": "1",
    "/shop/b.ts": "2",
    "/shop/$(bug).ts": "3",
    "/home/c.txt": "4",
  });
  const box = new FakePick();
  vi.spyOn(window, "createQuickPick").mockReturnValue(box);
  bench.show(new FakeEditor(bench.document("/shop/src/a.ts", "1")).select(0, 0, 0, 1));
  bench.tabs(Uri.file("/shop/src/a.ts"));
  const chosen = bench.source.pick();
  return { ...bench, box, chosen, listed: () => vi.waitFor(() => expect(box.busy).toBe(false)) };
}

describe("the box of the Attach button", () => {
  it("shows what is at hand at once and the files of the workspace when they are known", async () => {
    const { box, chosen, listed } = await openBox();
    const atOnce = [
      "$(folder-opened) Files from Disk…",
      "$(checklist) Choose Several…",
      "$(list-selection) Selection",
      "- open editors",
      "$(file) a.ts",
    ];
    expect(box.rows).toEqual(atOnce);
    await listed();
    expect(box.rows).toEqual([...atOnce, "- files", "$(file) \\$(bug).ts", "$(file) b.ts"]);
    box.escape();
    expect(await chosen).toEqual([]);
  });

  it("takes one with Enter", async () => {
    const { box, chosen, listed } = await openBox();
    await listed();
    box.enter("b.ts");
    expect(names(await chosen)).toEqual(["b.ts"]);
  });

  it("takes several with checkboxes, and asks once for them", async () => {
    const { box, chosen, listed } = await openBox();
    await listed();
    box.enter("Choose Several…");
    box.check("Selection", "b.ts");
    box.enter();
    expect(names(await chosen)).toEqual(["src/a.ts:1", "b.ts"]);
  });

  it("takes the row in front when no box is checked, and waits when there is none", async () => {
    const { box, chosen, listed } = await openBox();
    await listed();
    box.enter("Choose Several…");
    expect(box.rows).not.toContain("$(checklist) Choose Several…");
    box.enter();
    box.enter("b.ts");
    expect(names(await chosen)).toEqual(["b.ts"]);
  });

  it("keeps what is checked while the files come in", async () => {
    const { box, chosen, listed } = await openBox();
    box.enter("Choose Several…");
    box.check("a.ts");
    await listed();
    expect(box.selectedItems).toEqual([box.row("a.ts")]);
    box.enter();
    expect(names(await chosen)).toEqual(["src/a.ts"]);
  });

  it("leads to the files of the disk", async () => {
    const dialog = vi.spyOn(window, "showOpenDialog").mockResolvedValue([Uri.file("/home/c.txt")]);
    const { box, chosen } = await openBox();
    box.enter("Files from Disk…");
    expect(names(await chosen)).toEqual(["c.txt"]);
    expect(dialog).toHaveBeenCalledWith({
      canSelectMany: true,
      openLabel: "Attach",
      defaultUri: expect.objectContaining({ path: "/shop" }) as object,
    });
  });
});
