import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { CASEBOOK_TYPES } from "../../src/model/index.ts";
import { PAYLOADS } from "../server/payloads.ts";
import { rawRecord } from "./casebook-record.ts";
import { succeed } from "./corrigible.ts";
import { makeArchive } from "./ota-archive.ts";
import { serve, type Served } from "./served.ts";

/** Serves a workspace in which every text that a source may choose is one of {@link PAYLOADS}. */
export async function serveHostile(): Promise<Served> {
  const folder = mkdtempSync(join(tmpdir(), "corrigible-hostile-"));
  const workspace = join(folder, "watch");
  await makeArchive(join(folder, "archive"), archive());
  writeCasebook(join(folder, "casebook"));
  writeFileSync(join(folder, "incidents.csv"), incidents());
  succeed(["init", workspace]);
  for (const args of [
    ["import", "ota", join(folder, "archive")],
    ["import", "casebook", join(folder, "casebook")],
    ["import", "aiid", join(folder, "incidents.csv")],
    ["audit"],
  ]) {
    succeed([...args, "--workspace", workspace]);
  }
  return serve(workspace, () => rmSync(folder, { recursive: true, force: true }));
}

/** Payloads that a name in a path may be: a folder's name holds no slash and no NUL. */
const NAMES = PAYLOADS.filter((payload) => !/[/\0\n]/.test(payload) && payload.length < 100);
/** Services that lay claim to a payload as their name. */
const SERVICES = [...NAMES.slice(0, 6), "OpenAI"];

function archive(): Parameters<typeof makeArchive>[1] {
  const days = ["2024-01-10", "2024-03-05", "2024-06-20", "2025-02-02"];
  return days.map((date, step) => ({
    date: `${date}T06:00:00Z`,
    subject: step === 0 ? `First record of ${PAYLOADS[0]} ${PAYLOADS[10]}` : `Update ${PAYLOADS[step]}`,
    files: Object.fromEntries(
      SERVICES.map((service, at) => [`${service}/${NAMES[(at + 3) % NAMES.length]}.md`, policy(step)]),
    ),
  }));
}

/** A policy in which payloads stand as headings, lead-ins, clauses, links and the document's own note; later, less. */
function policy(step: number): string {
  const banned = PAYLOADS.filter((_payload, at) => (at + step) % 4 !== 0);
  return [
    `# Usage policy ${PAYLOADS[step]}`,
    `_Last updated: we changed ${PAYLOADS[step + 8]} for clarity_`,
    `## Weapons ${PAYLOADS[10]}`,
    `You may not use our services for any of the following ${PAYLOADS[4]}:`,
    ...banned.map((payload) => `- Developing weapons with ${payload}`),
    `## Promises`,
    ...PAYLOADS.slice(0, 20).map((payload) => `We will ${step < 2 ? "always" : "never"} keep ${payload} from others.`),
    `[${PAYLOADS[2]}](javascript:owned()) and ![${PAYLOADS[3]}](https://evil.example/pixel.png)`,
    "",
  ].join("\n\n");
}

function writeCasebook(folder: string): void {
  mkdirSync(join(folder, "openai"), { recursive: true });
  const clean = PAYLOADS.map((payload) => payload.replaceAll("\0", ""));
  const records = clean.map((payload, at) => {
    const type = CASEBOOK_TYPES[at % CASEBOOK_TYPES.length] ?? "claim";
    const raw = rawRecord(type, {
      id: `openai-2024-01-hostile-${at}`,
      title: payload,
      summary: payload,
      counter: payload,
      sources: [
        {
          url: `https://evil.example/?${payload}`,
          title: payload,
          publisher: payload,
          verified: true,
          supports: payload,
        },
      ],
    });
    return { ...raw, fields: hostileFields(raw["fields"] as Record<string, unknown>, payload) };
  });
  writeFileSync(join(folder, "openai", "power.yaml"), stringify(records));
}

/** Fields whose value is free text become the payload; those with a fixed set of words stay. */
const FREE = [
  "document",
  "overseer",
  "target",
  "attempt",
  "claim_paraphrase",
  "evidence_for",
  "evidence_against",
  "promise",
];

function hostileFields(fields: Record<string, unknown>, payload: string): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      [...FREE, "controller", "controlled"].includes(name) ? payload : value,
    ]),
  );
}

function incidents(): string {
  const rows = PAYLOADS.map(
    (payload, at) => `${at + 1},2024-05-01,"[""openai""]","${payload.replaceAll('"', '""').replaceAll("\0", "")}"`,
  );
  return `incident_id,date,Alleged developer of AI system,title\n${rows.join("\n")}\n`;
}
