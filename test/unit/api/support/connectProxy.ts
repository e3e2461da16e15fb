import { createServer } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { onTestFinished } from "vitest";

export interface ConnectProxy {
  readonly url: string;
  /** Authorities that were asked for, with the authorization that came along. */
  readonly asked: { readonly authority: string; readonly authorization: string | undefined }[];
}

/**
 * A proxy that knows CONNECT alone and leads every name to one local port, so that no name is ever looked up.
 * @param authorization what it wants to see; others get 407
 */
export async function startConnectProxy(port: number, authorization?: string): Promise<ConnectProxy> {
  const asked: ConnectProxy["asked"] = [];
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on("error", () => {});
  };
  const server = createServer((_request, response) => {
    response.writeHead(405).end();
  });
  server.on("connection", keep);
  server.on("connect", (request, client: Socket) => {
    const given = request.headers["proxy-authorization"];
    asked.push({ authority: request.url ?? "", authorization: given });
    if (authorization !== undefined && given !== authorization) {
      client.end("HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n");
      return;
    }
    const upstream = connect(port, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      upstream.pipe(client);
      client.pipe(upstream);
    });
    keep(upstream);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}
