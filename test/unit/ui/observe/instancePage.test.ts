import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createAgent37Client } from "../../../../src/api/client.ts";
import { systemClock } from "../../../../src/common/clock.ts";
import type { PageTarget } from "../../../../src/api/wire.ts";
import { createLogger } from "../../../../src/platform/log.ts";
import { Problems } from "../../../../src/ui/problems/problems.ts";
import { openInstancePage } from "../../../../src/ui/observe/instancePage.ts";
import { type Emulator, startEmulator } from "../../../emulator/emulator.ts";
import { instance } from "../../core/instances/window.ts";
import { window } from "../../support/vscodeStub.ts";

interface Row {
  readonly label: string;
  readonly target: PageTarget | "otherPort";
}

/** The user chooses a page by the end of its label, and gives a port where one is asked for. */
function choose(label: string, port?: string) {
  const rows: string[] = [];
  vi.spyOn(window, "showQuickPick").mockImplementation(async (given) => {
    rows.push(...(given as Row[]).map((row) => row.label.replace(/^\S+ /, "")));
    return (given as Row[]).find((row) => row.label.endsWith(label));
  });
  vi.spyOn(window, "showInputBox").mockResolvedValue(port);
  return rows;
}

const running = instance("a", { agents: ["hermes", "openclaw"] });

describe("pages of an instance", () => {
  const secret = "PlantedToken0123456789";
  const client = {
    getPageAddress: vi.fn(async (..._: unknown[]) => ({ url: `https://a.agent37.app/?a37_token=${secret}` })),
  };

  it("are its terminal, its files, its dashboards and any port", async () => {
    const rows = choose("Other Port…", "3000");
    const openLink = vi.fn(async (_: string) => true);
    await openInstancePage({ client, openLink }, running);
    expect(rows).toEqual([
      "Terminal",
      "File Browser",
      "Hermes Dashboard",
      "OpenClaw Dashboard",
      "Other Port…",
    ]);
    expect(client.getPageAddress).toHaveBeenLastCalledWith(
      running,
      { port: 3000 },
      3_600_000,
      expect.anything(),
    );
    expect(openLink).toHaveBeenCalledWith(`https://a.agent37.app/?a37_token=${secret}`);
  });

  it("are the three surfaces where the API has no ports", async () => {
    const rows = choose("Desktop");
    const unified = { ...instance("inst_a"), dialect: "unified" as const };
    await openInstancePage({ client, openLink: async () => true }, unified);
    expect(rows).toEqual(["Terminal", "Desktop", "File Browser"]);
    expect(client.getPageAddress).toHaveBeenLastCalledWith(
      unified,
      { surface: "desktop" },
      3_600_000,
      expect.anything(),
    );
  });

  it.each(["sleeping", "waking", "running"] as const)("can be asked for while it is %s", async (status) => {
    choose("Terminal");
    const openLink = vi.fn(async (_: string) => true);
    await openInstancePage({ client, openLink }, instance("a", { status }));
    expect(openLink).toHaveBeenCalledTimes(1);
  });

  it("are not asked for while it stands still", async () => {
    const rows = choose("Terminal");
    const stopped = instance("a", { status: "stopped" });
    const opening = openInstancePage({ client, openLink: async () => true }, stopped);
    await expect(opening).rejects.toMatchObject({ code: "instance_not_running" });
    expect(rows).toEqual([]);
  });

  it("are not opened at an address of another scheme, and the address is in no error", async () => {
    choose("Terminal");
    const openLink = vi.fn(async (_: string) => true);
    client.getPageAddress.mockResolvedValueOnce({ url: `http://a.agent37.app/?a37_token=${secret}` });
    const failure = await openInstancePage({ client, openLink }, running).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "untrusted_instance_url" });
    expect(JSON.stringify(failure) + String(failure)).not.toContain(secret);
    expect(openLink).not.toHaveBeenCalled();
  });
});

describe("the address of a page", () => {
  let emulator: Emulator;
  beforeAll(async () => {
    emulator = await startEmulator();
  });
  afterAll(() => emulator.close());

  it.each(["two-plane", "unified"] as const)(
    "goes to the browser and to no log, notification or progress (%s)",
    async (dialect) => {
      const lines: string[] = [];
      const take = (line: string): void => void lines.push(line);
      const channel = { trace: take, debug: take, info: take, warn: take, error: take };
      // Without the redactor: the token must not even reach it.
      const logger = createLogger(channel, (text) => text);
      const baseUrl = dialect === "unified" ? emulator.unifiedUrl : emulator.twoPlaneUrl;
      const client = createAgent37Client({
        account: () => Promise.resolve({ baseUrl, key: emulator.key }),
        network: () => ({}),
        userAgent: "test",
        clock: systemClock,
        logger,
      });
      const demo = (await client.listInstances()).find(({ name }) => name === "Demo agent") ?? running;
      const shown = [
        vi.spyOn(window, "showInformationMessage"),
        vi.spyOn(window, "showWarningMessage"),
        vi.spyOn(window, "showErrorMessage"),
        vi.spyOn(window, "withProgress"),
      ];
      let opened = "";
      choose("Terminal");
      await openInstancePage(
        {
          client,
          openLink: async (href) => {
            opened = href;
            return true;
          },
        },
        demo,
      );
      const token = /token=(\w{16,})/.exec(opened)?.[1] ?? "";
      expect(token).not.toBe("");
      expect(lines.join("\n")).not.toContain(token);
      expect(JSON.stringify(shown.map(({ mock }) => mock.calls))).not.toContain(token);

      // A browser that cannot be opened fails with the address in its hands.
      const problems = new Problems({
        show: async (_, text) => void lines.push(text),
        hideToasts: () => {},
        run: async () => {},
        claims: { claim: async () => true } as never,
        logger,
      });
      const failure = await openInstancePage(
        { client, openLink: () => Promise.reject(new Error("No browser.")) },
        demo,
      ).catch((error: unknown) => error);
      await problems.report(failure, {}, "k");
      expect(lines.join("\n")).toContain("No browser.");
      expect(lines.join("\n")).not.toMatch(/token=\w/);
      await client.dispose();
    },
  );
});
