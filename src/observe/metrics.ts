import type { Gauge, Registry } from "prom-client";
import type { Workspace } from "../pipeline/index.ts";
import { listenToSteps } from "../std/index.ts";
import { readWorkspaceFigures, type WorkspaceFigures } from "./workspace-figures.ts";

/** A request as figures need it. */
export interface MeasuredRequest {
  readonly method: string;
  /** The pattern that answered, never an address: as many series as there are pages. */
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
  readonly cache: "hit" | "miss" | null;
}

export interface MetricsOptions {
  readonly workspace: Workspace;
  /** Of this program. */
  readonly version: string;
  /** Documents that are watched, and those whose next capture is due. Throws where they cannot be read. */
  readonly watched: () => { readonly tracked: number; readonly due: number };
}

/** Figures of one process in Prometheus' text format, named by its conventions. */
export interface Metrics {
  countRequest(request: MeasuredRequest): void;
  /** All figures now; those of the workspace are read anew. */
  format(): Promise<{ readonly type: string; readonly text: string }>;
  close(): void;
}

/** Upper bounds in seconds: a kept page takes under a millisecond, one made anew some twenty. */
const REQUEST_SECONDS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
const STEP_SECONDS = [0.01, 0.1, 0.5, 1, 5, 15, 60, 300, 1_800];

/** Makes the figures of this process and of a workspace. */
export async function makeMetrics({ workspace, version, watched }: MetricsOptions): Promise<Metrics> {
  // Loaded here: a command without metrics starts without it.
  const prom = await import("prom-client");
  const registry = new prom.Registry();
  prom.collectDefaultMetrics({ register: registry });
  const { requests, durations, cache, captures, steps } = addProcessFigures(registry, prom, version);
  const stop = listenToSteps({
    ended: ({ name, attributes }, seconds, error) => {
      steps.observe({ step: name, result: error === undefined ? "ok" : "failed" }, seconds);
      if (name === "capture") captures.inc({ outcome: String(attributes["outcome"] ?? "failed") });
    },
  });
  const figures = addWorkspaceFigures(registry, prom.Gauge);
  return {
    countRequest({ method, route, status, seconds, cache: result }) {
      requests.inc({ method, route, status });
      durations.observe({ route }, seconds);
      if (result !== null) cache.inc({ result });
    },
    async format() {
      figures.set(await readWorkspaceFigures(workspace, watched));
      return { type: registry.contentType, text: await registry.metrics() };
    },
    close: stop,
  };
}

/** Figures of this process. */
function addProcessFigures(
  registry: Registry,
  { Counter, Gauge, Histogram }: typeof import("prom-client"),
  version: string,
) {
  const registers = [registry];
  new Gauge({
    name: "corrigible_build_info",
    help: "Always 1; the program's version.",
    labelNames: ["version"],
    registers,
  }).set({ version }, 1);
  return {
    requests: new Counter({
      name: "corrigible_http_requests_total",
      help: "Requests that were answered.",
      labelNames: ["method", "route", "status"],
      registers,
    }),
    durations: new Histogram({
      name: "corrigible_http_request_duration_seconds",
      help: "Time from a request to its answer.",
      labelNames: ["route"],
      buckets: REQUEST_SECONDS,
      registers,
    }),
    cache: new Counter({
      name: "corrigible_page_cache_requests_total",
      help: "Pages asked for, by whether they were kept from before.",
      labelNames: ["result"],
      registers,
    }),
    captures: new Counter({
      name: "corrigible_captures_total",
      help: "Documents captured, by outcome.",
      labelNames: ["outcome"],
      registers,
    }),
    steps: new Histogram({
      name: "corrigible_step_duration_seconds",
      help: "Time that steps of jobs took.",
      labelNames: ["step", "result"],
      buckets: STEP_SECONDS,
      registers,
    }),
  };
}

/** Figures of the workspace: what cannot be read is left out, so that its absence can be told. */
function addWorkspaceFigures(
  registry: Registry,
  GaugeClass: typeof Gauge,
): { readonly set: (figures: WorkspaceFigures) => void } {
  const gauge = (name: string, help: string, labelNames: readonly string[] = []): Gauge =>
    new GaugeClass({ name, help, labelNames: [...labelNames], registers: [registry] });
  const single = {
    entries: gauge("corrigible_log_entries", "Entries of the evidence log."),
    newest: gauge("corrigible_log_newest_entry_timestamp_seconds", "When the newest entry was recorded, Unix time."),
    behind: gauge("corrigible_index_behind_entries", "Entries of the log that the index does not show yet."),
    tracked: gauge("corrigible_documents_tracked", "Documents that are watched."),
    due: gauge("corrigible_documents_due", "Watched documents whose next capture is due."),
  };
  const findings = gauge("corrigible_findings", "Findings by state of review.", ["state"]);
  const deliveries = gauge("corrigible_alert_deliveries", "Alerts for receivers, by what became of them.", ["state"]);
  return {
    set(figures) {
      for (const [name, one] of Object.entries(single)) {
        const value = figures[name as keyof typeof single];
        if (value === null) one.remove();
        else one.set(value);
      }
      for (const [one, values] of [[findings, figures.findings] as const, [deliveries, figures.deliveries] as const]) {
        one.reset();
        for (const [state, count] of Object.entries(values ?? {})) one.set({ state }, count);
      }
    },
  };
}
