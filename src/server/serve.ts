import type { AddressInfo } from "node:net";
import { serve as serveNode } from "@hono/node-server";
import type { Workspace } from "../pipeline/index.ts";
import { UserError } from "../std/index.ts";
import { Limits } from "./accounts/limits.ts";
import type { ServedAccounts } from "./accounts/visit.ts";
import { makeApp } from "./app.ts";
import { followLog } from "./follow-log.ts";
import type { ServedRequest } from "./request-log.ts";
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
  readonly onDefect: (address: string, error: unknown, request: string) => void;
  /** Told of each request that was answered. */
  readonly onRequest?: (request: ServedRequest) => void;
  /** Who may sign in; null: nobody, the site is for readers alone. */
  readonly accounts?: Pick<ServedAccounts, "store" | "isBehindProxy" | "provider"> | null;
}

export interface Server {
  /** Where it answers: `http://127.0.0.1:4080`. */
  readonly url: string;
  /** Settled when the server has closed. */
  readonly closed: Promise<void>;
  close(): void;
}

/**
 * Serves a workspace's dashboard. Throws a UserError where nothing is indexed yet, where the port is taken, where
 * passwords would go over the network in the clear, or where visitors to accounts could not be told apart.
 */
export async function serveWorkspace(workspace: Workspace, options: ServeOptions): Promise<Server> {
  const { port, host, publicUrl, onDefect, onRequest, accounts = null } = options;
  const isLocal = LOOPBACK.includes(host) || host === "::1";
  const isSecure = publicUrl?.startsWith("https:") ?? false;
  if (accounts && !isSecure && (!isLocal || publicUrl !== null)) {
    throw new UserError("accounts need https: give --public-url https://…, with a proxy that speaks it in front");
  }
  if (accounts && isSecure && !accounts.isBehindProxy) {
    throw new UserError(
      "accounts at an https address need --behind-proxy: without it all visitors have the proxy's address, and one who fails to sign in locks out all",
    );
  }
  const source = await openSiteSource(workspace, publicUrl);
  const follower = followLog(workspace, (error) => onDefect("the index behind the log", error, ""));
  const names = publicUrl === null ? LOOPBACK : [...LOOPBACK, new URL(publicUrl).hostname];
  const app = makeApp(source, {
    hosts: isLocal ? new Set(names) : null,
    isPublic: !isLocal || publicUrl !== null,
    isSecure,
    onDefect,
    ...(onRequest ? { onRequest } : {}),
    health: workspace,
    accounts: accounts && { ...accounts, isSecure, limits: new Limits() },
    onRecorded: () => follower.follow(),
  });
  const close = async (): Promise<void> => {
    await follower.close();
    await source.close();
  };
  return new Promise((resolve, reject) => {
    const server = serveNode({ fetch: app.fetch, port, hostname: host }, (address: AddressInfo) => {
      const shown = address.family === "IPv6" ? `[${address.address}]` : address.address;
      resolve({ url: `http://${shown}:${address.port}`, closed, close: () => server.close() });
    });
    const closed = new Promise<void>((done) => server.once("close", () => void close().then(done)));
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
