import { beforeEach, describe, expect, it, vi } from "vitest";
import type { InputBoxOptions, InputBoxValidationMessage } from "vscode";
import { silentLogger } from "../../../../src/common/logger.ts";
import { CreditIntents } from "../../../../src/core/spend/creditIntents.ts";
import { SpendTracker } from "../../../../src/core/spend/spendTracker.ts";
import { addCredit } from "../../../../src/ui/spend/addCredit.ts";
import { FakeClock } from "../../api/support/fakeClock.ts";
import { MemoryStore } from "../../support/memoryStore.ts";
import { window } from "../../support/vscodeStub.ts";

const target = { ref: { id: "a", dialect: "two-plane" }, label: "Builder" } as const;
const getSpend = vi.fn();
const topUpSpend = vi.fn();
const onAdded = vi.fn();
let intents: CreditIntents;

beforeEach(() => {
  vi.resetAllMocks();
  const figures = { capUsd: 1, usedUsd: 1, remainingUsd: 0, creditUsd: 2 };
  getSpend.mockResolvedValue(figures);
  topUpSpend.mockImplementation(async (_: unknown, amount: number) => ({
    ...figures,
    creditUsd: 2 + amount,
  }));
  let made = 0;
  intents = new CreditIntents(new MemoryStore(), new FakeClock(), () => `key-${++made}`);
});

function add(amount: string | undefined) {
  const input = vi.spyOn(window, "showInputBox").mockResolvedValue(amount);
  const told = vi.spyOn(window, "showInformationMessage").mockResolvedValue(undefined);
  const client = { getSpend, topUpSpend, setSpendCap: vi.fn() };
  const spend = new SpendTracker({ client, clock: new FakeClock(), logger: silentLogger });
  const options = (): InputBoxOptions => input.mock.lastCall?.[0] as InputBoxOptions;
  return { done: addCredit(spend, intents, target, onAdded), options, told };
}

const keys = (): unknown[] => topUpSpend.mock.calls.map(([, , key]) => key as unknown);

describe("Add Credit", () => {
  it("shows what is there, adds what the user typed and says what it is now", async () => {
    const { done, options, told } = add("$5.50");
    await done;
    expect(options().title).toBe("Add Credit to Builder: $1.00 of $1.00 spent, credit $2.00");
    expect(options().prompt).toContain("used after the monthly cap");
    expect(options().prompt).toContain("moves no money");
    expect(topUpSpend).toHaveBeenCalledExactlyOnceWith(target.ref, 5.5, "key-1", undefined);
    expect(told.mock.calls[0]?.[0]).toBe("The credit of Builder was $2.00 and is $7.50 now.");
    expect(onAdded).toHaveBeenCalledTimes(1);
  });

  it("sends the same amount under the same key when its answer was lost", async () => {
    topUpSpend.mockRejectedValueOnce(new Error("lost"));
    await expect(add("5").done).rejects.toThrow("lost");
    expect(onAdded).not.toHaveBeenCalled();
    const again = add("5");
    await again.done;
    expect(again.told.mock.calls[0]?.[0]).toBe("The credit of Builder was $2.00 and is $7.00 now.");
    expect(again.options().value).toBe("5");
    expect(again.options().prompt).toContain("Adding $5.00 was not confirmed");
    await add("5").done;
    expect(keys()).toEqual(["key-1", "key-1", "key-2"]);
  });

  it("says so when the lost one had arrived", async () => {
    topUpSpend.mockRejectedValueOnce(new Error("lost"));
    await expect(add("5").done).rejects.toThrow("lost");
    getSpend.mockResolvedValue({ capUsd: 1, usedUsd: 1, remainingUsd: 0, creditUsd: 7 });
    const { done, told } = add("5");
    await done;
    expect(told.mock.calls[0]?.[0]).toBe(
      "It had arrived the first time: the credit of Builder is $7.00 now.",
    );
  });

  it("adds nothing when the user gives up", async () => {
    await add(undefined).done;
    expect(topUpSpend).not.toHaveBeenCalled();
    expect(intents.unconfirmed("a")).toBeUndefined();
  });

  it("refuses nonsense and nothing, and shows old and new for the rest", async () => {
    const { done, options } = add(undefined);
    await done;
    const validate = options().validateInput as (text: string) => string | InputBoxValidationMessage;
    for (const text of ["", "abc", "-1", "0", "$0.00"]) expect(validate(text), text).toBeTypeOf("string");
    expect(validate("5")).toMatchObject({
      message: "Credit from $2.00 to $7.00. It is used after the monthly cap and moves no money.",
    });
  });
});
