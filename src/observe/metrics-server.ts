import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { UserError } from "../std/index.ts";
import type { Metrics } from "./metrics.ts";

/** Where figures are asked for: not at the dashboard's port, so that no proxy shows them to the public by mistake. */
export interface MetricsAddress {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
}

/** Names by which this machine reaches itself. */
const LOOPBACK = /^(?:localhost|127\.0\.0\.1|\[?::1\]?)$/;

export interface MetricsServer {
  /** `http://127.0.0.1:9464/metrics` */
  readonly url: string;
  close(): void;
}

/** Answers `/metrics`, and `/healthz` for a process without a dashboard. Throws a UserError where the port is not to be had. */
export function serveMetrics(metrics: Metrics, { host, port }: MetricsAddress): Promise<MetricsServer> {
  const isLocal = LOOPBACK.test(host);
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://x").pathname;
    const send = (status: number, type: string, text: string): void => {
      response.writeHead(status, {
        "content-type": type,
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
      });
      response.end(request.method === "HEAD" ? undefined : text);
    };
    const asked = (request.headers.host ?? "").replace(/:\d+$/, "");
    // A page elsewhere whose name is bound to this machine reads nothing.
    if (isLocal && !LOOPBACK.test(asked)) send(421, "text/plain", "This answers to its own name only.\n");
    else if (request.method !== "GET" && request.method !== "HEAD") send(405, "text/plain", "Read only.\n");
    else if (path === "/healthz") send(200, "application/json", '{"alive":true}');
    else if (path !== "/metrics") send(404, "text/plain", "Figures are at /metrics.\n");
    else {
      metrics.format().then(
        ({ type, text }) => send(200, type, text),
        () => send(500, "text/plain", "The figures cannot be read now.\n"),
      );
    }
  });
  return new Promise((resolve, reject) => {
    server.once("error", ({ code = "" }: NodeJS.ErrnoException) => {
      reject(
        new UserError(`metrics cannot be served at ${host}, port ${port} (${code}); choose another with --metrics`),
      );
    });
    server.listen(port, host, () => {
      const { address, port: given, family } = server.address() as AddressInfo;
      const url = `http://${family === "IPv6" ? `[${address}]` : address}:${given}/metrics`;
      resolve({
        url,
        close: () => {
          server.closeAllConnections();
          server.close();
        },
      });
    });
  });
}
