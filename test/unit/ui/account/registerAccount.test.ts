import { describe, expect, it, onTestFinished, vi } from "vitest";
import { Emitter } from "../../../../src/common/emitter.ts";
import { silentLogger } from "../../../../src/common/logger.ts";
import { Account } from "../../../../src/core/account/account.ts";
import { registerAccount } from "../../../../src/ui/account/registerAccount.ts";
import type { Problems } from "../../../../src/ui/problems/problems.ts";
import { remediesFor } from "../../../../src/ui/problems/problemView.ts";
import { settingOf } from "../../../../src/ui/problems/settingOf.ts";
import type { failure } from "../problems/errors.ts";
import { MemorySecrets } from "../../support/memoryStore.ts";
import { commands, window } from "../../support/vscodeStub.ts";

describe("Set API Key", () => {
  it("leads to the setting at once where its URL cannot be used, and asks for nothing", async () => {
    const account = new Account({
      secrets: new MemorySecrets(),
      apiUrl: () => "http://api.example.org",
      onDidChangeApiUrl: new Emitter<void>().event,
      environment: {},
      probe: async () => {},
      logger: silentLogger,
    });
    onTestFinished(() => account.dispose());
    const report = vi.fn<Problems["report"]>();
    const registration = registerAccount({
      account,
      problems: { report } as unknown as Problems,
      openLink: async () => true,
    });
    onTestFinished(() => registration.dispose());
    const box = vi.spyOn(window, "createInputBox");
    expect(await commands.executeCommand("agent37.setApiKey", { turnId: "t" })).toBe(false);
    expect(box).not.toHaveBeenCalled();
    expect(report).toHaveBeenCalledTimes(1);
    const error = report.mock.calls[0]?.[0] as ReturnType<typeof failure>;
    expect(error.code).toBe("invalid_url");
    expect(remediesFor(error, {})[0]).toBe("openSettings");
    expect(settingOf(error.param)).toBe("agent37.apiUrl");
  });
});
