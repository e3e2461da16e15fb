import type { Exchange } from "../http/exchange.ts";
import type { Turn } from "./turn.ts";

/**
 * Answers a non-streaming call. Gateways send the 200 at once and a space now and then, so that nothing on the way
 * takes the silence for a dead connection; T1 gateways and the unified dialect answer at the end.
 */
export async function answerWhenDone(x: Exchange, turn: Turn, body: () => unknown): Promise<void> {
  const { world, fault } = x;
  const ticking = turn.dialect !== "unified" && turn.version !== "T1" && fault === undefined;
  if (fault?.action.kind === "drop" && fault.action.when === "beforeCreated") {
    x.destroy();
    return;
  }
  if (!ticking) {
    await turn.done;
    x.send(200, body());
    return;
  }
  x.head(200, {
    "Content-Type": "application/json; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",
  });
  if (x.silent) return;
  let timer = 0;
  const tick = () => {
    timer = world.clock.setTimeout(() => {
      x.res.write(" ");
      tick();
    }, world.settings.tickMs);
  };
  tick();
  await turn.done;
  world.clock.clearTimeout(timer);
  if (!x.res.destroyed) x.res.end(JSON.stringify(body()));
}
