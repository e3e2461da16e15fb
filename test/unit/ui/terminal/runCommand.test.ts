import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Instance } from "../../../../src/api/wire.ts";
import { Emitter } from "../../../../src/common/emitter.ts";
import type { InstanceTerminals } from "../../../../src/ui/terminal/instanceTerminals.ts";
import { runCommand } from "../../../../src/ui/terminal/runCommand.ts";
import { instance } from "../../core/instances/window.ts";
import { window } from "../../support/vscodeStub.ts";

interface Row {
  readonly label: string;
  readonly description?: string;
}

/**
 * A quick pick as the host and the screen share it: rows arrive on the screen when `arrive` is called, and the screen
 * tells of rows by their number.
 */
class SharedPick {
  value = "";
  items: readonly Row[] = [];
  selectedItems: readonly Row[] = [];
  #onScreen: readonly Row[] = [];
  #active = -1;
  readonly #changed = new Emitter<void>();
  readonly #activated = new Emitter<readonly Row[]>();
  readonly #accepted = new Emitter<void>();
  readonly #hidden = new Emitter<void>();
  readonly onDidChangeValue = this.#changed.event;
  readonly onDidChangeActive = this.#activated.event;
  readonly onDidAccept = this.#accepted.event;
  readonly onDidHide = this.#hidden.event;

  show(): void {
    this.arrive();
  }
  dispose(): void {}

  arrive(): void {
    this.#onScreen = this.items;
    this.#activate(0);
  }
  /** Types this in place of what is there; the first row that has it in it becomes the active one. */
  type(text: string): void {
    this.value = text;
    this.#changed.fire();
    this.#activate(this.#onScreen.findIndex(({ label }) => label.includes(text)));
  }
  down(): void {
    this.#activate(this.#active + 1);
  }
  enter(): void {
    this.selectedItems = this.#rows();
    this.#accepted.fire();
  }
  escape(): void {
    this.#hidden.fire();
  }

  #activate(index: number): void {
    this.#active = index;
    this.#activated.fire(this.#rows());
  }
  #rows(): readonly Row[] {
    const row = this.items[this.#active];
    return row ? [row] : [];
  }
}

describe("the box for a command", () => {
  let box: SharedPick;
  let ran: string[];
  const open = async (...earlier: readonly string[]): Promise<void> => {
    const terminal = { run: async (command: string) => void ran.push(command) };
    const terminals = { show: (_: Instance) => terminal } as unknown as InstanceTerminals;
    await runCommand(terminals, instance("a"), earlier);
  };
  beforeEach(() => {
    box = new SharedPick();
    ran = [];
    vi.spyOn(window, "createQuickPick").mockReturnValue(box);
  });

  it.each(["make", "ls", "df"])("runs what is typed when Enter is faster than its row: %s", async (typed) => {
    const done = open("make test", "ls -la", "pwd");
    box.type(typed);
    box.enter();
    await done;
    expect(ran).toEqual([typed]);
  });

  it("runs what is typed, or the earlier command that is chosen", async () => {
    const first = open("make test", "ls -la");
    box.type("ls");
    box.arrive();
    box.enter();
    await first;
    const second = open("make test", "ls -la");
    box.type("ls");
    box.arrive();
    box.down();
    box.enter();
    await second;
    expect(ran).toEqual(["ls", "ls -la"]);
  });

  it("runs the newest command when nothing is typed, and stays open when there is none", async () => {
    const first = open("make test", "ls -la");
    box.enter();
    await first;
    expect(ran).toEqual(["ls -la"]);
    const second = open();
    box.enter();
    box.type("pwd");
    box.arrive();
    box.enter();
    await second;
    expect(ran).toEqual(["ls -la", "pwd"]);
  });

  it("runs nothing when it is left", async () => {
    const done = open("ls -la");
    box.type("pwd");
    box.escape();
    await done;
    expect(ran).toEqual([]);
  });
});
