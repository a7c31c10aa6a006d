import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { startStore, type TestStore } from "../helpers/s3.ts";
import { example, pipeline, ROOT, succeed } from "./product.ts";
import { addReviewer } from "./review-online.ts";

/** What every run begins from: workspaces of the example lab, made once and copied. */
export const STAGES = ["empty", "half", "imported", "audited"] as const;
/** `half`: the older records, audited; `imported`: all records, the index behind; `audited`: all of it. */
export type Stage = (typeof STAGES)[number];

export interface Stages {
  readonly folder: string;
  /** The example's archive in full. */
  readonly archive: string;
  readonly casebook: string;
  readonly outside: Outside;
  /** An object store, for logs in buckets. */
  readonly store: TestStore;
  /** Copies a stage into a new folder. */
  copy(stage: Stage, to: string): void;
}

const RECORDS_OF_HALF = 30;

export async function makeStages(folder: string): Promise<Stages> {
  const outside = await openOutside();
  const store = await startStore();
  const [half, archive] = [join(folder, "half.git"), join(folder, "archive.git")];
  const whole = example.readExample();
  await example.writeExampleArchive({ ...whole, records: whole.records.slice(0, RECORDS_OF_HALF) }, half);
  await example.writeExampleArchive(whole, archive);
  const at = (stage: Stage): string => join(folder, stage);
  const copy = (stage: Stage, to: string): void => cpSync(at(stage), to, { recursive: true });

  pipeline.initWorkspace(at("empty"), "corrigible.local/faults", whole.labTable);
  copy("empty", at("half"));
  await succeed(["import", "ota", half, "--workspace", at("half")]);
  await succeed(["audit", "--workspace", at("half")]);
  writeFileSync(join(at("half"), "tripwires.yaml"), declareTripwires(`${outside.url}/hook`));
  await succeed(["tripwire", "run", "--workspace", at("half")]);
  mkdirSync(join(at("half"), "tracked"));
  writeFileSync(join(at("half"), "tracked", "lampwright.yaml"), declarePages(outside.url));
  copy("half", at("imported"));
  await succeed(["import", "ota", archive, "--workspace", at("imported")]);
  copy("imported", at("audited"));
  await succeed(["audit", "--workspace", at("audited")]);
  await addReviewer(at("audited"));
  return { folder, archive, casebook: join(ROOT, "casebook"), outside, store, copy };
}

const declareTripwires = (hook: string): string => `tripwires:
  - { name: changes, when: change, notify: [team] }
  - { name: findings, when: finding, notify: [team] }
channels:
  team: { webhook: "${hook}", secret: TEAM_HOOK_SECRET }
`;

const PAGES = ["usage", "privacy", "terms"];

const declarePages = (url: string): string =>
  PAGES.map((name) => `- { service: Lampwright, terms: ${name}, url: "${url}/${name}" }\n`).join("");

/** The world around a workspace: pages that are watched, and who is told of alerts. */
export interface Outside {
  readonly url: string;
  /** Ids of the alerts that were acknowledged since {@link Outside.forget}. */
  readonly told: ReadonlySet<string>;
  forget(): void;
  close(): void;
}

async function openOutside(): Promise<Outside> {
  const told = new Set<string>();
  const server = createServer((request, response) => {
    const name = (request.url ?? "").slice(1);
    if (name === "hook") {
      request.resume().on("end", () => {
        response.writeHead(204).end(() => told.add(String(request.headers["webhook-id"])));
      });
      return;
    }
    if (!PAGES.includes(name)) return void response.writeHead(404).end();
    response.writeHead(200, { "content-type": "text/html" }).end(pageOf(name));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    told,
    forget: () => told.clear(),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

const pageOf = (name: string): string => {
  const rules = Array.from(
    { length: 12 },
    (_, at) => `<p>You may not use the ${name} service ${at} to harm anyone, and we will delete what you give us.</p>`,
  );
  return `<!doctype html><html><head><title>${name}</title></head><body><h1>The ${name} rules</h1>${rules.join("")}</body></html>`;
};
