import { vi } from "vitest";
import type { Agent37Client } from "../../../../src/api/client.ts";
import type { Instance } from "../../../../src/api/wire.ts";
import { systemClock } from "../../../../src/common/clock.ts";
import { forDocument } from "../../../../src/core/terminal/foreignOutput.ts";
import type { Problems } from "../../../../src/ui/problems/problems.ts";
import { InstanceTerminal } from "../../../../src/ui/terminal/instanceTerminal.ts";
import { MemoryStore } from "../../support/memoryStore.ts";

type ExecClient = Pick<Agent37Client, "exec" | "getInstance" | "getHealth">;

/** A terminal that a person types into, and all that it wrote. */
export class TypedTerminal {
  readonly store = new MemoryStore();
  readonly problems = { report: vi.fn(async () => {}), resolve: vi.fn() };
  readonly pty: InstanceTerminal;
  readonly closed = vi.fn();
  written = "";
  #seen = 0;

  constructor(client: ExecClient, instance: Instance) {
    this.pty = new InstanceTerminal(
      {
        client,
        instances: { selected: instance, find: () => instance },
        problems: this.problems as unknown as Problems,
        windowStore: this.store,
        clock: systemClock,
      },
      instance,
    );
    this.pty.onDidWrite((text) => {
      this.written += text;
    });
    this.pty.onDidClose(this.closed);
  }

  /** Opens it and waits for its first prompt. */
  async open(): Promise<void> {
    this.pty.open({ columns: 100, rows: 30 });
    await this.until(/\$ $/);
  }

  /** What it wrote since the last look, without control sequences. */
  get news(): string {
    return forDocument(this.written.slice(this.#seen)).replace(/\r/g, "");
  }

  /** Waits for news that match, and gives them. */
  async until(pattern: RegExp): Promise<string> {
    await vi.waitFor(
      () => {
        if (!pattern.test(this.news)) throw new Error(`Not yet: ${JSON.stringify(this.news)}`);
      },
      { timeout: 15_000, interval: 10 },
    );
    const { news } = this;
    this.#seen = this.written.length;
    return news;
  }

  type(data: string): void {
    this.pty.handleInput(data);
  }

  /** Types a line and gives what came of it, up to the next prompt. */
  async enter(line: string): Promise<string> {
    this.type(line);
    this.#seen = this.written.length;
    this.type("\r");
    return (await this.until(/\$ $/)).trimStart();
  }
}
