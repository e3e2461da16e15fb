/** The files of a real emulator in a window: the parts of the program below the commands, and an instance's own disk. */
import { onTestFinished, vi } from "vitest";
import type { Instance } from "../../../../src/api/wire.ts";
import { systemClock } from "../../../../src/common/clock.ts";
import { Emitter } from "../../../../src/common/emitter.ts";
import { silentLogger } from "../../../../src/common/logger.ts";
import { Homes } from "../../../../src/core/files/homes.ts";
import { createInstanceFiles } from "../../../../src/core/files/instanceFiles.ts";
import type { FilesUiDeps } from "../../../../src/ui/files/deps.ts";
import type { Emulator } from "../../../emulator/emulator.ts";
import { type DialectName, placeIn } from "../../api/support/place.ts";
import { window } from "../../support/vscodeStub.ts";
import { useDisk } from "./disk.ts";

export async function openScene(emulator: Emulator, dialect: DialectName) {
  const disk = await useDisk();
  const { client, ref } = await placeIn(emulator, dialect);
  const truth = (await emulator.control.instances.list()).find(
    ({ id, dialect: of }) => id === ref.id || (dialect === "gateway" && of === "gateway"),
  );
  const instance = { ...ref, name: "Demo agent", status: "running", statusText: "running" } as Instance;
  const focus = new Emitter<boolean>();
  const files = createInstanceFiles({
    client,
    instance: () => Promise.resolve(ref),
    isAwake: () => true,
    windowFocus: { focused: false, onDidChange: focus.event },
    clock: systemClock,
    logger: silentLogger,
  });
  const changed = new Emitter<void>();
  const instances = {
    selected: instance as Instance | undefined,
    list: [instance],
    onDidChange: changed.event,
  };
  const report = vi.fn<FilesUiDeps["problems"]["report"]>(async () => {});
  const deps: FilesUiDeps = {
    client,
    files,
    homes: new Homes(client),
    instances: instances as unknown as FilesUiDeps["instances"],
    problems: { report },
    clock: { now: () => Date.now(), sleep: async () => {} },
    target: { add: vi.fn(async () => {}) },
  };
  onTestFinished(async () => {
    files.dispose();
    await client.dispose();
  });
  const told = vi.spyOn(window, "showInformationMessage");
  const asked = vi.spyOn(window, "showQuickPick");
  return {
    deps,
    instance,
    instances,
    report,
    changed: () => changed.fire(),
    /** The folder of this computer that the test may fill. */
    disk,
    /** The real directory behind the agent's home, and its path as the instance names it. */
    home: truth?.home ?? "",
    top: { instanceId: ref.id, path: dialect === "unified" ? "~" : "/home/node" },
    told: () => told.mock.calls.map(([text]) => String(text)),
    questions: () => asked.mock.calls.length,
    /** Answers the questions about names that are taken, one after the other. */
    answer: (...labels: string[]) =>
      asked.mockImplementation(async (choices) => {
        const label = labels.shift();
        return (choices as { label: string }[]).find((choice) => choice.label === label);
      }),
  };
}
