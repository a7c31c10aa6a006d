import type { AddressInfo } from "node:net";
import { serve as serveNode } from "@hono/node-server";
import type { Workspace } from "../pipeline/index.ts";
import { UserError } from "../std/index.ts";
import { makeApp } from "./app.ts";
import { openSiteSource } from "./site.ts";

/** Names by which this machine reaches itself. */
const LOOPBACK: readonly string[] = ["localhost", "127.0.0.1", "[::1]"];

export interface ServeOptions {
  /** 0: any that is free. */
  readonly port: number;
  /** Address to listen at. */
  readonly host: string;
  /** Address under which readers reach the site; null: only on this machine. */
  readonly publicUrl: string | null;
  readonly onDefect: (address: string, error: unknown) => void;
}

export interface Server {
  /** Where it answers: `http://127.0.0.1:4080`. */
  readonly url: string;
  /** Settled when the server has closed. */
  readonly closed: Promise<void>;
  close(): void;
}

/** Serves a workspace's dashboard. Throws a UserError where nothing is indexed yet, or where the port is taken. */
export async function serveWorkspace(workspace: Workspace, options: ServeOptions): Promise<Server> {
  const { port, host, publicUrl, onDefect } = options;
  const source = await openSiteSource(workspace, publicUrl);
  const isLocal = LOOPBACK.includes(host) || host === "::1";
  const names = publicUrl === null ? LOOPBACK : [...LOOPBACK, new URL(publicUrl).hostname];
  const app = makeApp(source, {
    hosts: isLocal ? new Set(names) : null,
    isPublic: !isLocal || publicUrl !== null,
    onDefect,
  });
  return new Promise((resolve, reject) => {
    const server = serveNode({ fetch: app.fetch, port, hostname: host }, (address: AddressInfo) => {
      const shown = address.family === "IPv6" ? `[${address.address}]` : address.address;
      resolve({ url: `http://${shown}:${address.port}`, closed, close: () => server.close() });
    });
    const closed = new Promise<void>((done) => server.once("close", () => void source.close().then(done)));
    server.once("error", (error: NodeJS.ErrnoException) => reject(explain(error, host, port)));
  });
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code === "EADDRINUSE") return new UserError(`port ${port} is taken; choose another with --port`);
  if (error.code === "EACCES")
    return new UserError(`port ${port} is not ours to use; choose one over 1023 with --port`);
  if (error.code === "EADDRNOTAVAIL" || error.code === "ENOTFOUND") {
    return new UserError(`this machine has no address ${host}; choose another with --host`);
  }
  return error;
}
