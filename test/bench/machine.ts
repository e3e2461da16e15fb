/** Where and when a bench ran, and what else the machine did meanwhile. */
import { readFileSync } from "node:fs";
import { arch, cpus, release, totalmem, type } from "node:os";

/** One sentence: date, processor, memory, versions. */
export function describeMachine(chromium: string | undefined): string {
  const processors = cpus();
  const parts = [
    new Date().toISOString().slice(0, 10),
    `${processors[0]?.model.trim() ?? "unknown processor"}, ${processors.length} cores`,
    `${Math.round(totalmem() / 2 ** 30)} GB`,
    `${type()} ${release()} ${arch()}`,
    `Node ${process.versions.node}`,
    ...(chromium === undefined ? [] : [`Chromium ${chromium}`]),
  ];
  return `${parts.join(" · ")}.`;
}

export interface CpuWatch {
  /** What disturbed the run since the start, as sentences; nothing where it cannot be told. */
  notes(): string[];
}

/** How much time a hypervisor took away (Linux only): it tells how far to trust the absolute times. */
export function startCpuWatch(): CpuWatch {
  const before = readCpuTimes();
  return {
    notes() {
      const after = readCpuTimes();
      if (!before || !after) return [];
      const spent = after.map((ticks, index) => ticks - (before[index] ?? 0));
      const total = spent.reduce((sum, ticks) => sum + ticks, 0);
      const stolen = ((spent[7] ?? 0) / total) * 100;
      return [`CPU time taken away by the hypervisor: ${stolen.toFixed(1)} %.`];
    },
  };
}

/** The first line of /proc/stat in ticks: user, nice, system, idle, iowait, irq, softirq, steal. */
function readCpuTimes(): number[] | undefined {
  try {
    const [line = ""] = readFileSync("/proc/stat", "utf8").split("\n");
    return line.trim().split(/\s+/).slice(1, 9).map(Number);
  } catch {
    return undefined;
  }
}
