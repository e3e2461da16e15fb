/** Commands, log, metrics and pages of an instance's computer. Times of both dialects are seconds. */
import * as v from "valibot";
import { localError } from "../errors/localError.ts";
import type { ExecResult, InstanceLog, MetricPoints, Metrics, PageAddress, PageTarget } from "../wire.ts";
import type { Call } from "./dialect.ts";
import { epochMs, maybe, number, read, ShapeError, text } from "./shapes.ts";

const flag = maybe(v.boolean());
const execResult = v.object({ exit_code: number, stdout: maybe(text), stderr: maybe(text), truncated: flag });

/** Both dialects run commands alike. */
export function execCall(instanceId: string, command: string): Call<ExecResult> {
  return {
    name: "run the command",
    method: "POST",
    place: "base",
    path: ["instances", instanceId, "exec"],
    body: { command },
    patience: "exec",
    decode(json) {
      const { exit_code, stdout = "", stderr = "", truncated = false } = read(execResult, json);
      return { exitCode: exit_code, stdout, stderr, truncated };
    },
  };
}

const level = maybe(v.picklist(["healthy", "pressure", "critical"]));
const health = v.object({
  running: v.boolean(),
  restart_count: maybe(number),
  exit_code: maybe(number),
  oom_suspected: flag,
  resource_verdict: maybe(v.object({ memory: level, cpu: level, disk: level, overall: level })),
});
const log = v.object({ logs: text, truncated: flag, health: maybe(health), fetched_at: maybe(number) });

/** @throws ShapeError */
export function readLog(json: unknown): InstanceLog {
  const raw = read(log, json);
  return {
    text: raw.logs,
    truncated: raw.truncated ?? false,
    health: raw.health && {
      running: raw.health.running,
      restartCount: raw.health.restart_count,
      exitCode: raw.health.exit_code,
      oomSuspected: raw.health.oom_suspected ?? false,
      verdict: raw.health.resource_verdict,
    },
    fetchedAt: epochMs(raw.fetched_at),
  };
}

const points = maybe(v.array(v.unknown()));
const metrics = v.object({
  series: v.object({ cpu_cores: points, memory_bytes: points, disk_bytes: points }),
  limits: maybe(
    v.object({ cpu_cores: maybe(number), memory_bytes: maybe(number), disk_bytes: maybe(number) }),
  ),
  hours: maybe(number),
  step_seconds: maybe(number),
  fetched_at: maybe(number),
});
const point = v.tuple([number, number]);

/** @param asked hours, for a server that does not repeat them. @throws ShapeError */
export function readMetrics(json: unknown, asked: number): Metrics {
  const { series, limits, hours, step_seconds, fetched_at } = read(metrics, json);
  return {
    cpuCores: readPoints(series.cpu_cores),
    memoryBytes: readPoints(series.memory_bytes),
    diskBytes: readPoints(series.disk_bytes),
    limits: {
      cpuCores: limits?.cpu_cores,
      memoryBytes: limits?.memory_bytes,
      diskBytes: limits?.disk_bytes,
    },
    hours: hours ?? asked,
    stepMs: step_seconds === undefined ? undefined : step_seconds * 1000,
    fetchedAt: epochMs(fetched_at),
  };
}

/** A gap in a curve is a point without a value: it is left out. */
function readPoints(rows: readonly unknown[] = []): MetricPoints {
  return rows.flatMap((row) => {
    const found = v.safeParse(point, row);
    return found.success ? [[epochMs(found.output[0]) ?? 0, found.output[1]] as const] : [];
  });
}

/** Ports of the service's own pages on every instance. */
const surfacePorts = { terminal: 7681, files: 8080 } as const;

const signed = v.object({ url: text, expires_at: maybe(number) });

/** The two-plane API opens ports. @throws `not_supported` for the desktop */
export function portCall(instanceId: string, target: PageTarget, ttlMs: number): Call<PageAddress> {
  if ("surface" in target && target.surface === "desktop") {
    throw localError("not_supported", "Instances of this account have no desktop to open.");
  }
  const port = "port" in target ? target.port : surfacePorts[target.surface as keyof typeof surfacePorts];
  return {
    name: "get the page's address",
    method: "POST",
    place: "base",
    path: ["instances", instanceId, "signed-url"],
    body: { port, ttl_seconds: Math.max(60, Math.min(604_800, Math.round(ttlMs / 1000))) },
    patience: "read",
    idempotent: true,
    secretAnswer: true,
    decode(json) {
      const { url, expires_at } = read(signed, json);
      return { url: pageUrl("url", url), expiresAt: epochMs(expires_at) };
    },
  };
}

const embeds = v.object({
  terminal_url: maybe(text),
  desktop_url: maybe(text),
  files_url: maybe(text),
  expires_at: maybe(number),
});

/** The unified API opens three pages of its own. @throws `not_supported` for a port */
export function surfaceCall(instanceId: string, target: PageTarget, ttlMs: number): Call<PageAddress> {
  if ("port" in target) {
    throw localError("not_supported", "Ports of this account's instances cannot be opened in a browser.");
  }
  const { surface } = target;
  return {
    name: "get the page's address",
    method: "POST",
    place: "base",
    path: ["instances", instanceId, "embeds"],
    body: { surfaces: [surface], expires_in: Math.max(1, Math.min(86_400, Math.round(ttlMs / 1000))) },
    patience: "read",
    idempotent: true,
    secretAnswer: true,
    decode(json) {
      const raw = read(embeds, json);
      const field = `${surface}_url` as const;
      return { url: pageUrl(field, raw[field] ?? ""), expiresAt: epochMs(raw.expires_at) };
    },
  };
}

/** Only what a browser may be sent to. The address itself must get into no error. @throws ShapeError */
function pageUrl(field: string, address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol === "https:" || url?.protocol === "http:") return url.href;
  throw new ShapeError(field, "expected an http(s) address");
}
