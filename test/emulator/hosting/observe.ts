import { ApiError } from "../errors/apiError.ts";
import { execute } from "../files/exec.ts";
import type { Exchange } from "../http/exchange.ts";
import { integerField } from "../http/fields.ts";
import type { Router } from "../http/router.ts";
import { hex } from "../state/ids.ts";
import { wake } from "../state/lifecycle.ts";
import { hostedInstance, invalid } from "./shapes.ts";

export function addObserving(router: Router): void {
  router
    .add("POST", "/v1/instances/:id/exec", exec)
    .add("GET", "/v1/instances/:id/logs", logs)
    .add("GET", "/v1/instances/:id/metrics", metrics)
    .add("POST", "/v1/instances/:id/signed-url", signedUrl);
}

async function exec(x: Exchange): Promise<void> {
  const { world } = x;
  const instance = hostedInstance(x);
  const { command, user } = x.json();
  const newest = world.settings.gatewayVersion === "T3";
  if (typeof command !== "string" || command === "" || command.includes("\0"))
    throw invalid("command is not valid.");
  if (user !== undefined && (user !== "root" || !newest)) throw invalid("user is not valid.");
  if (instance.pastDue) throw new ApiError("insufficient_balance");
  if (instance.status === "sleeping" && newest) await wake(world, instance);
  if (instance.status !== "running") throw invalid("The instance must be running.");
  x.send(200, await execute(world, instance, command));
}

function logs(x: Exchange): void {
  const instance = hostedInstance(x);
  const tail = x.query.get("tail") ?? "500";
  if (!/^[1-9]\d*$/.test(tail)) throw invalid("tail must be a positive integer.");
  const lines = instance.logs.slice(-Math.min(2000, Number(tail)));
  const up = instance.status === "running";
  x.send(200, {
    logs: lines.map((line) => `${line}\n`).join(""),
    truncated: lines.length < instance.logs.length,
    health: {
      running: up,
      restart_count: instance.restarts,
      exit_code: up ? null : 0,
      oom_suspected: false,
      resource_verdict: up
        ? { memory: "healthy", cpu: "healthy", disk: "pressure", overall: "pressure" }
        : null,
    },
    fetched_at: x.world.clock.seconds(),
  });
}

function metrics(x: Exchange): void {
  const instance = hostedInstance(x);
  const text = x.query.get("hours") ?? "24";
  const hours = Number(text);
  if (!/^\d+$/.test(text) || hours < 1 || hours > 336) throw invalid("hours must be from 1 to 336.");
  const now = x.world.clock.seconds();
  const step = Math.max(60, Math.ceil((hours * 3600) / 360));
  const oldest = Math.max(now - hours * 3600, Math.floor(instance.createdAt / 1000));
  const series = (value: (index: number) => number) => {
    const points: [number, number][] = [];
    for (let at = oldest; at <= now; at += step) points.push([at, value(points.length)]);
    return points;
  };
  const { cpu, memory, disk } = instance.resources;
  x.send(200, {
    series: {
      cpu_cores: series((index) => Number((0.3 + 0.2 * Math.sin(index / 5)).toFixed(3))),
      memory_bytes: series((index) => 800_000_000 + (index % 20) * 1_000_000),
      disk_bytes: series((index) => 1_500_000_000 + index * 1000),
    },
    limits: { cpu_cores: cpu, memory_bytes: memory * 2 ** 30, disk_bytes: disk * 2 ** 30 },
    hours,
    step_seconds: step,
    fetched_at: now,
  });
}

function signedUrl(x: Exchange): void {
  const instance = hostedInstance(x);
  const body = x.json();
  const port = integerField(x, body, "port", 1, 65_535);
  if (port === undefined || port === 22_022) throw invalid("port is not valid.");
  const wanted = body["ttl_seconds"] ?? 3600;
  if (typeof wanted !== "number" || !Number.isInteger(wanted))
    throw invalid("ttl_seconds must be an integer.");
  const allowed = ["running", "sleeping", ...(x.world.settings.gatewayVersion === "T3" ? ["waking"] : [])];
  if (!allowed.includes(instance.status)) throw invalid("The instance must be running.");
  const ttl = Math.min(604_800, Math.max(60, wanted));
  x.send(200, {
    url: `${x.world.origin}/agent/${instance.id}-${String(port)}/?a37_token=${hex(16)}`,
    domain_urls: [],
    port,
    expires_at: x.world.clock.seconds() + ttl,
  });
}
