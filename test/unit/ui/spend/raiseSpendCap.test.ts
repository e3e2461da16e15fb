import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import type { InputBoxOptions, InputBoxValidationMessage } from "vscode";
import { silentLogger } from "../../../../src/common/logger.ts";
import { SpendTracker } from "../../../../src/core/spend/spendTracker.ts";
import { raiseSpendCap } from "../../../../src/ui/spend/raiseSpendCap.ts";
import { FakeClock } from "../../api/support/fakeClock.ts";
import { commands, window } from "../../support/vscodeStub.ts";

const target = { ref: { id: "a", dialect: "unified" }, label: "Builder" } as const;
const context = { turnId: "t", instanceId: "a" };

const getSpend = vi.fn();
const setSpendCap = vi.fn();
const retry = vi.fn();
const onRaised = vi.fn();

beforeEach(() => {
  vi.resetAllMocks();
  getSpend.mockResolvedValue({ capUsd: 1, usedUsd: 1.02, remainingUsd: 0 });
  setSpendCap.mockImplementation(async (_: unknown, capUsd: number) => ({
    capUsd,
    usedUsd: 1.02,
    remainingUsd: capUsd - 1.02,
  }));
  const registration = commands.registerCommand("agent37.retryTurn", retry);
  onTestFinished(() => registration.dispose());
});

const raise = (given: object): Promise<void> =>
  raiseSpendCap(
    new SpendTracker({
      client: { getSpend, setSpendCap, topUpSpend: vi.fn() },
      clock: new FakeClock(),
      logger: silentLogger,
    }),
    target,
    given,
    onRaised,
  );

/** The user types an amount and picks what happens then. */
function user(amount: string | undefined, then?: string) {
  const input = vi.spyOn(window, "showInputBox").mockResolvedValue(amount);
  const pick = vi
    .spyOn(window, "showQuickPick")
    .mockImplementation(async (items) => (items as { label: string }[]).find(({ label }) => label === then));
  const told = vi.spyOn(window, "showInformationMessage");
  return { input, pick, told };
}

describe("Raise Spend Cap", () => {
  it("shows cap and spend, and sets what the user typed", async () => {
    const { input, told } = user("$5");
    await raise({});
    expect((input.mock.calls[0]?.[0] as InputBoxOptions).title).toContain("$1.02 of $1.00 spent");
    expect(setSpendCap).toHaveBeenCalledExactlyOnceWith(target.ref, 5, undefined);
    expect(told.mock.calls[0]?.[0]).toBe("The spend cap of Builder was $1.00 and is $5.00 now.");
    expect(retry).not.toHaveBeenCalled();
  });

  it("sends the failed message again when the user says so in the same step", async () => {
    const { pick } = user("5.50", "Raise and Retry");
    await raise(context);
    expect((pick.mock.calls[0]?.[1] as { placeHolder: string }).placeHolder).toBe("From $1.00 to $5.50");
    expect(setSpendCap).toHaveBeenCalledWith(target.ref, 5.5, undefined);
    expect(onRaised).toHaveBeenCalledBefore(retry);
    expect(retry).toHaveBeenCalledExactlyOnceWith(context);
  });

  it("leaves the message where it is when the user says so", async () => {
    user("5", "Raise Only");
    await raise(context);
    expect(onRaised).toHaveBeenCalledTimes(1);
    expect(retry).not.toHaveBeenCalled();
  });

  it("changes nothing when the user gives up at either step", async () => {
    user(undefined);
    await raise(context);
    user("5", undefined);
    await raise(context);
    expect(setSpendCap).not.toHaveBeenCalled();
    expect(onRaised).not.toHaveBeenCalled();
  });

  it("refuses nonsense and a cap that changes nothing, and shows old and new for the rest", async () => {
    const { input } = user(undefined);
    await raise({});
    const { validateInput } = input.mock.calls[0]?.[0] as {
      validateInput: (text: string) => string | InputBoxValidationMessage;
    };
    for (const text of ["", "abc", "-1", "1", "1.02"]) expect(validateInput(text), text).toBeTypeOf("string");
    expect(validateInput("2")).toMatchObject({ message: "From $1.00 to $2.00", severity: 1 });
  });
});
