import { AsyncLocalStorage } from "node:async_hooks";
import type { Span, Tracer } from "@opentelemetry/api";
import type { SpanExporter } from "@opentelemetry/sdk-trace";
import { listenToSteps, type Step, STEPS, UserError } from "../std/index.ts";
import { safeText } from "./safe-fields.ts";

/** Steps of jobs as OpenTelemetry spans, sent to a collector by OTLP over HTTP, as JSON. */
export interface Traces {
  /** Sends what is left. Never throws; gives why spans could not be sent, or null. */
  close(): Promise<string | null>;
}

export interface TracesOptions {
  /** Address of the collector; spans go to `/v1/traces` below it. */
  readonly endpoint: string;
  readonly version: string;
}

/** How long spans may take to leave, in milliseconds: a collector that is gone holds nobody up. */
const SEND_MS = 5_000;

/** Begins to send spans of every step. Throws a UserError where the endpoint is no address. */
export async function startTraces({ endpoint, version }: TracesOptions): Promise<Traces> {
  if (!URL.canParse(endpoint) || !/^https?:$/.test(new URL(endpoint).protocol)) {
    throw new UserError("OTEL_EXPORTER_OTLP_ENDPOINT is no address; give one such as http://localhost:4318");
  }
  // Loaded here: a command without traces starts without them.
  const [{ ROOT_CONTEXT, SpanStatusCode, trace }, sdk, { OTLPTraceExporter }, { resourceFromAttributes }] =
    await Promise.all([
      import("@opentelemetry/api"),
      import("@opentelemetry/sdk-trace"),
      import("@opentelemetry/exporter-trace-otlp-http"),
      import("@opentelemetry/resources"),
    ]);
  const url = new URL("v1/traces", endpoint.endsWith("/") ? endpoint : `${endpoint}/`).href;
  const exporter = new OTLPTraceExporter({ url, timeoutMillis: SEND_MS });
  let failure: string | null = null;
  const telling: SpanExporter = {
    export(spans, done) {
      exporter.export(spans, (result) => {
        if (result.error) failure = safeText(result.error.message);
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
  };
  const provider = new sdk.TracerProvider({
    resource: resourceFromAttributes({ "service.name": "corrigible", "service.version": version }),
    spanProcessors: [new sdk.BatchSpanProcessor({ exporter: telling })],
  });
  const stop = follow(provider.getTracer("corrigible"));
  return {
    async close() {
      stop();
      await provider.shutdown().catch((error: unknown) => (failure ??= String(error)));
      return failure;
    },
  };

  /** Opens a span a step, below that of the step it runs in. */
  function follow(tracer: Tracer): () => void {
    const current = new AsyncLocalStorage<unknown>();
    const open = new WeakMap<Step, Span>();
    STEPS.start.bindStore(current, (step) => {
      const parent = current.getStore() as Span | undefined;
      const span = tracer.startSpan(step.name, {}, parent ? trace.setSpan(ROOT_CONTEXT, parent) : ROOT_CONTEXT);
      open.set(step, span);
      return span;
    });
    const unlisten = listenToSteps({
      ended(step, _, error) {
        const span = open.get(step);
        if (!span) return;
        for (const [name, value] of Object.entries(step.attributes)) {
          span.setAttribute(`corrigible.${name}`, typeof value === "string" ? safeText(value) : value);
        }
        if (error !== undefined) {
          span.setStatus({
            code: SpanStatusCode.ERROR,
            message: safeText(error instanceof Error ? error.message : "failed"),
          });
        }
        span.end();
      },
    });
    return () => {
      unlisten();
      STEPS.start.unbindStore(current);
    };
  }
}
