/** What was spent on what. Money is USD as a decimal number; days are `YYYY-MM-DD`, months `YYYY-MM`, both UTC. */

/** A part of the service that costs money: `compute`, `llm`, `brave`, `composio`, `perflo`, or a name yet to come. */
export interface ServiceUsage {
  readonly service: string;
  readonly costUsd: number;
  readonly calls?: number | undefined;
  readonly inputTokens?: number | undefined;
  readonly outputTokens?: number | undefined;
}

/** One instance in one month. */
export interface MonthUsage {
  readonly period: string;
  readonly totalUsd: number;
  readonly services: readonly ServiceUsage[];
}

/** A whole account over some days. */
export interface AccountUsage {
  readonly from: string;
  readonly to: string;
  readonly totalUsd: number;
  readonly services: readonly ServiceUsage[];
  readonly models: readonly { readonly model: string; readonly costUsd: number }[];
  /** Only days that the server names, oldest first; `services` is empty where it does not say more. */
  readonly days: readonly {
    readonly date: string;
    readonly costUsd: number;
    readonly services: readonly ServiceUsage[];
  }[];
  readonly instances: readonly {
    readonly id: string;
    readonly name?: string | undefined;
    readonly costUsd: number;
  }[];
}
