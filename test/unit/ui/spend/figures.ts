/** Figures of an instance, where a test does not care about all of them. */
import type { AccountUsage, Instance, MonthUsage, Spend } from "../../../../src/api/wire.ts";
import type { SpendFigures } from "../../../../src/ui/spend/spendFigures.ts";

export const now = Date.UTC(2026, 10, 3, 12);

export const instance: Instance = {
  id: "demo000001",
  dialect: "two-plane",
  name: "Demo agent",
  status: "running",
  statusText: "running",
  agents: ["hermes"],
  shape: {},
  pastDue: false,
  updateAvailable: false,
  createdAt: Date.UTC(2026, 9, 15),
};

export const spend: Spend = {
  capUsd: 5,
  usedUsd: 4.5,
  remainingUsd: 0.5,
  creditUsd: 0.25,
  period: "2026-11",
};

export const usage: MonthUsage = {
  period: "2026-11",
  totalUsd: 4.5,
  services: [
    { service: "llm", costUsd: 4.25, calls: 1200, inputTokens: 9000, outputTokens: 400 },
    { service: "brave", costUsd: 0.25, calls: 31 },
  ],
};

export const account: AccountUsage = {
  from: "2026-11-01",
  to: "2026-11-03",
  totalUsd: 6,
  services: [],
  models: [],
  days: [
    {
      date: "2026-11-01",
      costUsd: 2,
      services: [
        { service: "llm", costUsd: 1.5 },
        { service: "compute", costUsd: 0.5 },
      ],
    },
    { date: "2026-11-03", costUsd: 4, services: [{ service: "llm", costUsd: 4 }] },
  ],
  instances: [],
};

export const figures: SpendFigures = {
  instance,
  month: "2026-11",
  now,
  spend: { kind: "read", value: spend },
  usage: { kind: "read", value: usage },
  account: { kind: "read", value: account },
  turns: [
    { text: "=Hi, there", costUsd: 0.0123, inputTokens: 600, outputTokens: 40 },
    { text: "", costUsd: undefined, inputTokens: undefined, outputTokens: undefined },
  ],
};
