/** One instance whose status a test sets, as the list knows it and as the server tells it. */
import { Agent37Error } from "../../../../src/api/errors/agent37Error.ts";
import type { Instance, InstanceStatus } from "../../../../src/api/wire.ts";
import { Emitter } from "../../../../src/common/emitter.ts";
import type { Computers } from "../../../../src/core/conversation/ports.ts";
import { unreadInstance } from "../../../../src/core/instances/instanceState.ts";
import { a } from "./scripted.ts";

export interface FakeComputer extends Computers {
  /** What the server has; the list, which `find` gives, reads it with `refresh`. */
  set(status: InstanceStatus, changes?: Partial<Instance>): void;
  readonly now: Instance;
}

export function fakeComputer(status: InstanceStatus = "running", isListed = true): FakeComputer {
  const changed = new Emitter<void>();
  let now: Instance = { ...unreadInstance(a, "Demo agent"), status };
  let listed = isListed ? now : undefined;
  return {
    get now() {
      return now;
    },
    set(next, changes) {
      now = { ...now, ...changes, status: next };
      changed.fire();
    },
    find: () => listed,
    async refresh() {
      await Promise.resolve();
      listed = now;
    },
    async waitUntilReady(_, { signal, onStatus }) {
      for (;;) {
        await Promise.resolve();
        signal.throwIfAborted();
        if (now.status === "sleeping") return;
        if (now.status === "stopped")
          throw new Agent37Error({
            code: "instance_not_running",
            message: "It stays stopped.",
            plane: "local",
          });
        onStatus({ kind: now.status === "running" ? "agent" : "instance", instance: now });
        if (now.status === "running") return;
        await new Promise<void>((resolve) => {
          const subscription = changed.event(() => done());
          const done = (): void => {
            subscription.dispose();
            signal.removeEventListener("abort", done);
            resolve();
          };
          signal.addEventListener("abort", done);
        });
      }
    },
  };
}
