import { InvalidArgumentError, Option } from "commander";
import { makeMetrics, type Metrics, type MetricsAddress, serveMetrics } from "../observe/index.ts";
import { dueDocuments, type Workspace } from "../pipeline/index.ts";
import type { Context } from "./context.ts";
import { readVersion } from "./version.ts";
import { readWatched } from "./watched.ts";

/** The option of commands that go on and can be measured. */
export function metricsOption(): Option {
  return new Option(
    "--metrics <address>",
    "answer Prometheus at this port of this machine, or HOST:PORT, apart from the dashboard (usual: 9464)",
  ).argParser(parseMetricsAddress);
}

function parseMetricsAddress(text: string): MetricsAddress {
  const [, host = "127.0.0.1", port = ""] = /^(?:(.+):)?(\d{1,5})$/.exec(text) ?? [];
  if (port === "" || Number(port) > PORT_MAX) throw new InvalidArgumentError("give PORT or HOST:PORT, as 9464");
  return { host: host.replace(/^\[(.*)\]$/, "$1"), port: Number(port) };
}

const PORT_MAX = 65_535;

/** Figures that are served until they are closed; null where nobody asked for them. */
export interface ServedMetrics extends Metrics {
  readonly url: string;
}

export async function startMetrics(
  context: Context,
  workspace: Workspace,
  address: MetricsAddress | undefined,
): Promise<ServedMetrics | null> {
  if (address === undefined) return null;
  const watched = (): { tracked: number; due: number } => {
    const tracked = readWatched(workspace);
    return { tracked: tracked.length, due: dueDocuments(workspace, tracked, context.clock()).length };
  };
  const metrics = await makeMetrics({ workspace, version: await readVersion(), watched });
  const server = await serveMetrics(metrics, address);
  context.log.info("metrics", { url: server.url });
  const close = (): void => {
    metrics.close();
    server.close();
  };
  return { ...metrics, url: server.url, close };
}
