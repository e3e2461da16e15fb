import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { InputBox, QuickInputButton } from "vscode";
import { Agent37Error } from "../../../../src/api/errors/agent37Error.ts";
import { Emitter } from "../../../../src/common/emitter.ts";
import { silentLogger } from "../../../../src/common/logger.ts";
import { Account, type AccountDeps } from "../../../../src/core/account/account.ts";
import { askForApiKey } from "../../../../src/ui/account/setApiKey.ts";
import { MemorySecrets } from "../../support/memoryStore.ts";
import { commands, window } from "../../support/vscodeStub.ts";

/** An input box that a test types into. */
class FakeBox {
  value = "";
  password = false;
  busy = false;
  enabled = true;
  prompt = "";
  validationMessage: InputBox["validationMessage"];
  readonly #accepted = new Emitter<void>();
  readonly #hidden = new Emitter<void>();
  readonly onDidAccept = this.#accepted.event;
  readonly onDidHide = this.#hidden.event;
  readonly onDidChangeValue = new Emitter<string>().event;
  readonly #pressed = new Emitter<QuickInputButton>();
  readonly onDidTriggerButton = this.#pressed.event;
  buttons: readonly QuickInputButton[] = [];
  show(): void {}
  dispose(): void {}
  hide(): void {
    this.#hidden.fire();
  }
  press(tooltip: string): void {
    const button = this.buttons.find((candidate) => candidate.tooltip === tooltip);
    if (button) this.#pressed.fire(button);
  }
  enter(text: string): void {
    this.value = text;
    this.#accepted.fire();
  }
}

function open(probe: AccountDeps["probe"]) {
  const box = new FakeBox();
  vi.spyOn(window, "createInputBox").mockReturnValue(box);
  const account = new Account({
    secrets: new MemorySecrets(),
    apiUrl: () => "https://api.agent37.com/v1",
    onDidChangeApiUrl: new Emitter<void>().event,
    environment: {},
    probe,
    logger: silentLogger,
  });
  onTestFinished(() => account.dispose());
  return { account, box, kept: askForApiKey(account) };
}

const storedKey = async (account: Account): Promise<string | undefined> => (await account.current())?.key;
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));
const offline = new Agent37Error({ code: "dns_failed", message: "No such host.", plane: "local" });

describe("the box for the API key", () => {
  it("hides what is typed and says which server the key is for", async () => {
    const { box, kept } = open(async () => {});
    expect(box.password).toBe(true);
    expect(box.prompt).toContain("https://api.agent37.com");
    box.hide();
    expect(await kept).toBe(false);
  });

  it("leads whoever has no key to where keys are made, and stays open", async () => {
    const { box, kept } = open(async () => {});
    const opened = vi.fn();
    const command = commands.registerCommand("agent37.openApiKeysDashboard", opened);
    onTestFinished(() => command.dispose());
    box.press("Open API Keys Dashboard");
    expect(opened).toHaveBeenCalledTimes(1);
    box.hide();
    expect(await kept).toBe(false);
  });

  it("closes with a key that the server accepts", async () => {
    const { account, box, kept } = open(async () => {});
    box.enter(" sk_live_good ");
    expect(await kept).toBe(true);
    expect(await storedKey(account)).toBe("sk_live_good");
  });

  it("stays open with words for a text that cannot be a key, and asks no server", async () => {
    const probe = vi.fn(async () => {});
    const { box } = open(probe);
    for (const [text, words] of [
      ["", /Enter/],
      ["password", /starts with sk_live_/],
      ["sk_live_a b", /no spaces/],
    ] as const) {
      box.enter(text);
      await settled();
      expect(box.validationMessage).toMatch(words);
    }
    expect(probe).not.toHaveBeenCalled();
  });

  it("shows that the key is being checked, then the server's words, and takes another try", async () => {
    const refusal = new Agent37Error({
      code: "invalid_api_key",
      message: "Revoked in May.",
      plane: "hosting",
    });
    const probe = vi.fn(async () => {}).mockRejectedValueOnce(refusal);
    const { account, box, kept } = open(probe);
    box.enter("sk_live_old");
    expect(box).toMatchObject({ busy: true, enabled: false });
    await settled();
    expect(box).toMatchObject({ busy: false, enabled: true });
    expect(box.validationMessage).toBe("Agent37 refused the API key. Revoked in May. (invalid_api_key)");
    expect(await storedKey(account)).toBeUndefined();
    box.enter("sk_live_good");
    expect(await kept).toBe(true);
  });

  it("asks whether to keep a key that cannot be checked without a connection", async () => {
    const { account, box, kept } = open(() => Promise.reject(offline));
    const ask = vi.spyOn(window, "showWarningMessage").mockResolvedValueOnce(undefined);
    box.enter("sk_live_good");
    await settled();
    expect(box.validationMessage).toContain("(dns_failed)");
    expect(await storedKey(account)).toBeUndefined();
    ask.mockResolvedValueOnce("Keep It Anyway");
    box.enter("sk_live_good");
    expect(await kept).toBe(true);
    expect(await storedKey(account)).toBe("sk_live_good");
    expect(ask.mock.calls[0]?.[1]).toMatchObject({ modal: true });
  });

  it("keeps nothing when it is closed while the key is checked", async () => {
    let answer = (): void => {};
    const { account, box, kept } = open(() => new Promise((resolve) => (answer = resolve)));
    box.enter("sk_live_good");
    await settled();
    box.hide();
    answer();
    expect(await kept).toBe(false);
    await settled();
    expect(await storedKey(account)).toBeUndefined();
  });
});
