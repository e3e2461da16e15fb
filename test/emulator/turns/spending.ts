import { book, remainingMicros } from "../state/instance.ts";
import type { Instance } from "../state/instance.ts";
import type { Session } from "../state/session.ts";
import type { World } from "../world.ts";
import type { Turn } from "./turn.ts";

const window = 200_000;

/** Which of the two pockets is empty before a turn begins, if one is. The bare gateway spends nothing. */
export function emptyPocket(world: World, instance: Instance): "budget" | "wallet" | null {
  if (instance.dialect === "gateway") return null;
  if (remainingMicros(instance) <= 0) return "budget";
  return world.walletMicros <= 0 ? "wallet" : null;
}

/** Takes money from the instance's budget and the wallet; false when one of them ran out on the way. */
export function spend(world: World, turn: Turn, instance: Instance, micros: number): boolean {
  if (instance.dialect === "gateway") return true;
  const taken = book(instance, Math.min(micros, Math.max(0, world.walletMicros)), world.clock.now());
  world.walletMicros -= taken;
  turn.spentMicros += taken;
  return taken === micros;
}

/** Books what a turn used and fills in `usage` and `context`. Prices: 1 and 5 micros per token in and out. */
export function account(world: World, turn: Turn, instance: Instance, session: Session): void {
  const input = 600 + Math.ceil(turn.input.length / 4);
  const output = Math.ceil((turn.outputText.length + turn.reasoning.length) / 4);
  spend(world, turn, instance, input + 5 * output);
  instance.usage.calls += 1;
  instance.usage.inputTokens += input;
  instance.usage.outputTokens += output;
  session.contextTokens = Math.min(window, (session.contextTokens ?? 8_000) + input + output);
  turn.context = { used_tokens: session.contextTokens, window_tokens: window };
  const cost = instance.dialect === "gateway" ? {} : { cost_usd: turn.spentMicros / 1_000_000 };
  turn.usage = { input_tokens: input, output_tokens: output, ...cost };
}
