import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { initWorkspace } from "../../src/pipeline/index.ts";
import type { Ran } from "../helpers/corrigible.ts";
import { runHere } from "../helpers/in-process.ts";
import { usage } from "../helpers/lampwright.ts";
import { makeArchive } from "../helpers/ota-archive.ts";
import { acknowledge, type Received, type ReceiverServer, startReceiver } from "../helpers/receiver.ts";

/** Traces as a collector gets them: OTLP over HTTP, in JSON. */

interface Span {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly status: { readonly code?: number; readonly message?: string };
  readonly attributes: readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[];
}

let folder: string;
let collector: ReceiverServer;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "corrigible-traces-"));
  collector = await startReceiver((delivery, response) => acknowledge(delivery, response));
  initWorkspace(join(folder, "watch"), "corrigible.local/traces", { services: { Acme: { lab: "acme" } }, labs: {} });
});
afterEach(() => {
  collector.stop();
  rmSync(folder, { recursive: true, force: true });
});

const run = (args: readonly string[], tracesEndpoint = `${collector.url}/`): Promise<Ran> =>
  runHere([...args, "--workspace", join(folder, "watch")], { cwd: folder, tracesEndpoint, allowPrivate: true });

interface Body {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: Span["attributes"] };
    readonly scopeSpans: readonly { readonly spans: readonly Span[] }[];
  }[];
}
const bodies = (): Body[] => collector.received.map(({ body }: Received) => JSON.parse(body) as Body);

/** The spans since the last look, each as `parent > name` with its attributes. */
function taken(): { readonly spans: Span[]; readonly tree: string[] } {
  const spans = bodies().flatMap(({ resourceSpans }) =>
    resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((one) => one.spans)),
  );
  collector.received.length = 0;
  const names = new Map(spans.map(({ spanId, name }) => [spanId, name]));
  const tree = spans.map(({ name, parentSpanId, attributes }) => {
    const told = attributes.map(({ key, value }) => `${key}=${String(Object.values(value)[0])}`);
    return [`${names.get(parentSpanId ?? "") ?? ""} > ${name}`, ...told].join(" ");
  });
  return { spans, tree: tree.toSorted() };
}

const EVALS = [
  "deception",
  "incorrigibility",
  "lack-of-transparency",
  "misaligned-incentives",
  "power-seeking",
  "subverting-constraints",
];

test("import, audit, evals and publish are spans in one trace a command, each below what it is part of", async () => {
  const commits = ["Rules", "Terms"].flatMap((terms) =>
    ["01", "02"].map((month) => ({
      date: `2024-${month}-10T10:00:00Z`,
      subject: `Record new changes of Acme ${terms}`,
      files: { [`Acme/${terms}.md`]: `# ${terms}\n\nYou may not build bombs, not even in month ${month}.\n` },
    })),
  );
  await makeArchive(join(folder, "archive"), commits);
  expect(await run(["import", "ota", "archive"])).toMatchObject({ code: 0, stderr: "" });
  expect(collector.received[0]).toMatchObject({ path: "/v1/traces" });
  expect(collector.received[0]?.headers["content-type"]).toBe("application/json");
  const named = bodies()[0]?.resourceSpans[0]?.resource.attributes ?? [];
  expect(named).toContainEqual({ key: "service.name", value: { stringValue: "corrigible" } });
  expect(taken().tree).toEqual([
    " > corrigible import ota",
    "corrigible import ota > import corrigible.source=ota-git corrigible.versions=4",
  ]);

  await run(["audit"]);
  const { spans, tree } = taken();
  expect(tree).toEqual([
    " > corrigible audit",
    "audit > audit document corrigible.document=acme/rules corrigible.versions=2",
    "audit > audit document corrigible.document=acme/terms corrigible.versions=2",
    "corrigible audit > audit corrigible.documents=2 corrigible.versions=4",
    "corrigible audit > evals corrigible.labs=1 corrigible.findings=0",
    ...EVALS.map((name) => `evals > eval corrigible.eval=${name}`),
  ]);
  expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
  const root = spans.find(({ name }) => name === "corrigible audit");
  for (const { startTimeUnixNano, endTimeUnixNano } of spans) {
    expect(BigInt(startTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(root?.startTimeUnixNano ?? 0));
    expect(BigInt(endTimeUnixNano)).toBeLessThanOrEqual(BigInt(root?.endTimeUnixNano ?? 0));
  }

  await run(["publish", "site"]);
  expect(taken().tree).toEqual([
    " > corrigible publish",
    expect.stringMatching(/^corrigible publish > publish corrigible.files=\d+ corrigible.bytes=\d+$/),
  ]);
});

test("captures are spans with their outcome; what fails says so, without passwords", async () => {
  const site: Server = createServer(({ url }, response) => {
    response.writeHead(url === "/usage" ? 200 : 404, { "content-type": "text/html" }).end(usage("Gambling"));
  });
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  const { port } = site.address() as AddressInfo;
  mkdirSync(join(folder, "watch", "tracked"));
  const page = (path: string): string => `- {service: Acme, terms: ${path}, url: "http://127.0.0.1:${port}/${path}"}\n`;
  writeFileSync(join(folder, "watch", "tracked", "acme.yaml"), page("usage") + page("gone"));
  try {
    await run(["watch", "--once", "--delay", "1"]);
  } finally {
    site.close();
  }
  expect(taken().tree).toEqual([
    " > capture corrigible.document=acme/gone corrigible.outcome=error-page corrigible.recorded=0",
    " > capture corrigible.document=acme/usage corrigible.outcome=document corrigible.recorded=1",
  ]);

  expect(await run(["import", "ota", "https://ada:hunter2@127.0.0.1:1/none.git"])).toMatchObject({ code: 3 });
  const { spans } = taken();
  expect(spans.map(({ status }) => status.code)).toEqual([2, 2]);
  expect(JSON.stringify(spans)).not.toContain("hunter2");
});

test("a collector that is gone stops nothing: the command ends as without it, and says so in one line", async () => {
  const { code, stdout, stderr } = await run(["verify"], "http://127.0.0.1:1");
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining("All is as recorded") });
  expect(stderr).toMatch(/^corrigible: traces could not be sent: .+\n$/);
  expect(await run(["verify"], "localhost:4318")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("OTEL_EXPORTER_OTLP_ENDPOINT"),
  });
});
