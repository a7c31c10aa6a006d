import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { VersionCause } from "../src/model/index.ts";
import { type ArchiveCommit, openOtaArchive, writeArchive } from "../src/sources/index.ts";
import { BIN, findBundle, inFolder, type Ran, run } from "./archive.ts";
import type { Measure } from "./run.ts";

/**
 * Whether cost grows in line with work: the real archive, several times over. Each copy is of services that do not exist,
 * with every name in its texts replaced by one made up for that copy: as hard to read, and no text twice.
 */

/**
 * Copies, unless the command line names others: `npm run bench -- scale 1,4`. A number after them takes only so much of the
 * archive's documents, for machines that are busy: `npm run bench -- scale 1,4 0.25`.
 */
const SCALES = [1, 4, 16];
/** Cost of a version and memory of a process at the largest scale, over those at the smallest. */
const GROWTH_MAX = 1.2;
/** CPU of `rebuild` over that of `audit` from nothing; the aim is 0.8. */
const REBUILD_MAX = 1;

/** What one scale took. CPU is that of the process with its threads: it says the same on a machine that others use. */
interface Cost {
  readonly scale: number;
  readonly versions: number;
  readonly imported: Ran;
  readonly audited: Ran;
  readonly rebuilt: Ran;
  /** Wall seconds of the parts of the audit, from its log. */
  readonly steps: ReadonlyMap<string, number>;
}

export async function benchScale(): Promise<readonly Measure[]> {
  const named = process.argv[3]?.split(",").map(Number);
  const share = Number(process.argv[4] ?? 1);
  const costs: Cost[] = [];
  for (const scale of named ?? SCALES) costs.push(await inFolder((folder) => measure(folder, scale, share)));
  const [first, last] = [costs[0], costs.at(-1)];
  if (!first || !last) return [];
  const growth = (what: string, of: (cost: Cost) => number): Measure => ({
    what: `${what}, ${last.scale} × over ${first.scale} ×`,
    value: of(last) / of(first),
    unit: "times",
    max: GROWTH_MAX,
  });
  return [
    ...costs.flatMap(describe),
    growth("CPU of import a version", ({ imported, versions }) => imported.cpuSeconds / versions),
    growth("CPU of audit a version", ({ audited, versions }) => audited.cpuSeconds / versions),
    growth("CPU of rebuild a version", ({ rebuilt, versions }) => rebuilt.cpuSeconds / versions),
    growth("memory of import", ({ imported }) => imported.peakMb),
    growth("memory of audit", ({ audited }) => audited.peakMb),
    ...costs.map(({ scale, audited, rebuilt }) => ({
      what: `${scale} ×: rebuild over audit from nothing`,
      value: rebuilt.cpuSeconds / audited.cpuSeconds,
      unit: "times",
      max: REBUILD_MAX,
    })),
  ];
}

function describe({ scale, versions, imported, audited, rebuilt, steps }: Cost): Measure[] {
  const figure = (what: string, value: number, unit: string): Measure => ({
    what: `${scale} ×: ${what}`,
    value,
    unit,
    max: null,
  });
  return [
    figure("versions", versions, ""),
    ...Object.entries({ import: imported, audit: audited, rebuild: rebuilt }).flatMap(([name, ran]) => [
      figure(`${name}, CPU a version`, (ran.cpuSeconds / versions) * 1000, "ms"),
      figure(`${name}, wall`, ran.seconds, "s"),
      figure(`${name}, memory`, ran.peakMb, "MB"),
    ]),
    ...[...steps].map(([step, seconds]) =>
      figure(`of the audit: ${step}, wall a version`, (seconds / versions) * 1000, "ms"),
    ),
  ];
}

async function measure(folder: string, scale: number, share: number): Promise<Cost> {
  const workspace = ["--workspace", join(folder, "watch")];
  await run(BIN, ["init", join(folder, "watch"), "--origin", "corrigible.local/bench"]);
  const archive = join(folder, "archive");
  const commits: ArchiveCommit[] = [];
  for (let copy = 0; copy < scale; copy++) commits.push(...(await makeCopy(copy, share)));
  await writeArchive(archive, commits);
  const imported = await run(BIN, ["import", "ota", archive, ...workspace]);
  const log = join(folder, "log.jsonl");
  const audited = await run(BIN, ["audit", "--log-level", "debug", "--log-file", log, ...workspace]);
  const rebuilt = await run(BIN, ["rebuild", ...workspace]);
  return { scale, versions: commits.length, imported, audited, rebuilt, steps: readSteps(log) };
}

/** Seconds of the two great steps of an audit. */
function readSteps(log: string): Map<string, number> {
  const lines = readFileSync(log, "utf8").trimEnd().split("\n");
  const steps = lines.map((line) => JSON.parse(line) as { readonly step?: string; readonly seconds?: number });
  return new Map(
    steps.flatMap(({ step, seconds }) => (step === "audit" || step === "evals" ? [[step, seconds ?? 0] as const] : [])),
  );
}

/** What Open Terms Archive's engine writes before the name of the document. */
const SUBJECTS: Readonly<Record<VersionCause, string>> = {
  "first-record": "First record of",
  change: "Record new changes of",
  "technical-upgrade": "Apply technical or declaration upgrade on",
};

/** One copy of the real archive, of services that do not exist. */
async function makeCopy(copy: number, share: number): Promise<ArchiveCommit[]> {
  return inFolder(async (folder) => {
    const archive = await openOtaArchive(findBundle(), { cacheDir: folder });
    try {
      const all = await archive.plan(() => false);
      const planned = all.filter(({ service, terms }) => shareOf(`${service} ${terms}`) < share);
      const texts = new Map<string, Buffer>();
      for await (const { blobId, bytes } of archive.read(planned)) {
        texts.set(blobId, Buffer.from(rename(Buffer.from(bytes).toString("utf8"), copy)));
      }
      return planned.map(({ date, service, terms, cause, blobId }) => {
        const name = `${service} ${copy + 1}`;
        const files = { [`${name}/${terms}.md`]: texts.get(blobId) as Buffer };
        return { date, subject: `${SUBJECTS[cause]} ${name} ${terms}`, files };
      });
    } finally {
      await archive.close();
    }
  });
}

/** A number from 0 to 1 that a document keeps, whatever the copy. */
const shareOf = (name: string): number => createHash("sha256").update(name).digest().readUInt32BE() / 2 ** 32;

/** Replaces each name by one made up for the copy: words with a capital that the text never writes without it. */
function rename(text: string, copy: number): string {
  const small = new Set(text.match(/\b[a-z]+\b/g));
  return text.replaceAll(/\b[A-Z][A-Za-z]{2,30}\b/g, (word) =>
    small.has(word.toLowerCase()) ? word : madeUp(word, copy),
  );
}

const SYLLABLES = [
  "ba",
  "den",
  "fir",
  "go",
  "hal",
  "kes",
  "lim",
  "mor",
  "nu",
  "pel",
  "qua",
  "rin",
  "sto",
  "tav",
  "ul",
  "ven",
];
const known = new Map<string, string>();

function madeUp(word: string, copy: number): string {
  const key = `${copy} ${word}`;
  let name = known.get(key);
  if (name === undefined) {
    const hash = createHash("sha256").update(key).digest();
    name = [...hash.subarray(0, Math.max(2, Math.round(word.length / 3)))].map((byte) => SYLLABLES[byte % 16]).join("");
    known.set(key, (name = name.charAt(0).toUpperCase() + name.slice(1)));
  }
  return name;
}
