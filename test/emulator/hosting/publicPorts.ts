import { ApiError } from "../errors/apiError.ts";
import type { Exchange } from "../http/exchange.ts";
import { integerField } from "../http/fields.ts";
import type { Router } from "../http/router.ts";
import { hostedInstance, invalid, publicPortObject } from "./shapes.ts";

export function addPublicPorts(router: Router): void {
  router
    .add("GET", "/v1/instances/:id/public-ports", (x) => {
      const instance = hostedInstance(x);
      x.send(200, { data: instance.publicPorts.map((port) => publicPortObject(x.world, instance, port)) });
    })
    .add("POST", "/v1/instances/:id/public-ports", open)
    .add("DELETE", "/v1/instances/:id/public-ports/:port", (x) => {
      const instance = hostedInstance(x);
      const port = Number(x.param("port"));
      if (!instance.publicPorts.some((open) => open.port === port)) throw new ApiError("not_found");
      instance.publicPorts = instance.publicPorts.filter((open) => open.port !== port);
      x.send(200, { port, deleted: true });
    });
}

function open(x: Exchange): void {
  const instance = hostedInstance(x);
  const body = x.json();
  const number = integerField(x, body, "port", 1, 65_535);
  if (number === undefined) throw invalid("port is required.");
  const { prefix, label } = body;
  if (label !== undefined && (typeof label !== "string" || label.length > 64))
    throw invalid("label is not valid.");
  if (instance.publicPorts.some(({ port }) => port === number)) throw new ApiError("public_port_exists");
  const most = x.world.settings.gatewayVersion === "T3" ? 50 : 20;
  if (instance.publicPorts.length >= most) throw invalid(`At most ${String(most)} public ports.`);
  const port = {
    port: number,
    prefix: typeof prefix === "string" ? prefix : null,
    label: typeof label === "string" ? label : null,
    created: x.world.clock.seconds(),
  };
  instance.publicPorts.push(port);
  x.send(200, publicPortObject(x.world, instance, port));
}
