import { createHash } from "node:crypto";
import { cohenKappa } from "../evals/index.ts";
import type { ListedChange } from "../index/index.ts";
import { ALARM_CONFIDENCE, type Estimate, type Subject } from "../model/index.ts";
import { type Ask, type Endpoint, PROMPT_VERSION, type Reading, readingSchema } from "../reader/index.ts";
import { canonicalJson, type Clock } from "../std/index.ts";
import type { Progress } from "./progress.ts";
import { readInputs, recordInputs } from "./record-inputs.ts";
import type { Workspace } from "./workspace.ts";

const SOURCE = "second-reader";
/** Questions under way at a time. */
const ASKED_AT_ONCE = 4;
/** Answers recorded together: what a crash loses at most. */
const BATCH = 8;

/** All second readings that the log holds, the newest of each change, reader and question. */
export function readSecondReadings(workspace: Workspace): Reading[] {
  return readInputs(workspace, SOURCE).map(({ bytes }) =>
    readingSchema.parse(JSON.parse(Buffer.from(bytes).toString()) as unknown),
  );
}

/** The readings by one model at one host, asked as the question is worded now. */
export function readingsBy(readings: readonly Reading[], { url, model }: Pick<Endpoint, "url" | "model">): Reading[] {
  return readings.filter((one) => one.model === model && one.host === url.host && one.prompt === PROMPT_VERSION);
}

/** Whether a reading need not be asked for again: a verdict, or an answer that would come again. */
const isFinal = ({ answer }: Reading): boolean =>
  answer.kind === "verdict" || answer.why === "malformed" || answer.why === "refused";

/** The changes that a reader has not read yet, each once, in the order given. */
export function unread(changes: readonly ListedChange[], readings: readonly Reading[]): ListedChange[] {
  const seen = new Set(readings.filter(isFinal).map(({ change }) => change));
  return changes.filter(({ change: { id } }) => {
    if (seen.has(id)) return false;
    seen.add(id);
    return true;
  });
}

interface Reader {
  readonly endpoint: Endpoint;
  readonly ask: Ask;
}

/**
 * Asks about changes, a few at a time, and records the answers in the evidence log as they come: the first verdict of
 * a change stays what it is. Gives the readings in the order in which they were recorded.
 */
export async function readAgain(
  workspace: Workspace,
  changes: readonly ListedChange[],
  { endpoint, ask }: Reader,
  { clock, onProgress }: { readonly clock: Clock; readonly onProgress: Progress },
): Promise<Reading[]> {
  const done: Reading[] = [];
  const waiting = changes.values();
  let batch: Reading[] = [];
  const record = (): void => {
    if (batch.length > 0) recordInputs(workspace, SOURCE, batch.map(toInput), clock);
    done.push(...batch);
    batch = [];
  };
  const work = async (): Promise<void> => {
    for (const { change } of waiting) {
      const answer = await ask(change);
      batch.push({
        change: change.id,
        document: change.document,
        oldVersion: change.oldVersion,
        newVersion: change.newVersion,
        model: endpoint.model,
        host: endpoint.url.host,
        prompt: PROMPT_VERSION,
        answer,
      });
      onProgress({ what: change.document, done: done.length + batch.length, total: changes.length });
      if (batch.length >= BATCH) record();
    }
  };
  await Promise.all(Array.from({ length: ASKED_AT_ONCE }, work));
  record();
  return done;
}

/** Names of inputs are short: a digest stands for the reader. */
function toInput(reading: Reading): { readonly name: string; readonly bytes: Buffer } {
  const { change, model, host, prompt } = reading;
  const reader = createHash("sha256").update(`${host}\n${model}\n${prompt}`).digest("hex").slice(0, 16);
  return { name: `${change}-${reader}`, bytes: Buffer.from(canonicalJson(reading)) };
}

/** Both readings of a change side by side. */
export interface ReadTwice {
  readonly listed: ListedChange;
  readonly second: Reading;
  /** Null where the second reader gave no verdict. */
  readonly agrees: boolean | null;
}

/** How far two readers agree: Cohen's kappa for each question, over the changes on which both gave a verdict. */
export interface Agreement {
  readonly both: number;
  readonly none: number;
  readonly loosens: Estimate;
  readonly tightens: Estimate;
  readonly subject: Estimate;
}

export function compareReadings(changes: readonly ListedChange[], readings: readonly Reading[]): ReadTwice[] {
  const byChange = new Map(readings.map((reading) => [reading.change, reading]));
  const told = new Set<string>();
  return changes.flatMap((listed): ReadTwice[] => {
    const second = byChange.get(listed.change.id);
    if (!second || told.has(second.change)) return [];
    told.add(second.change);
    return [{ listed, second, agrees: second.answer.kind === "verdict" ? sameDirection(listed, second) : null }];
  });
}

const firstSays = ({ change: { direction, confidence } }: ListedChange, way: "loosens" | "tightens"): boolean =>
  direction === way && confidence >= ALARM_CONFIDENCE;

const sameDirection = (listed: ListedChange, { answer }: Reading): boolean =>
  answer.kind === "verdict" &&
  answer.verdict.loosens === firstSays(listed, "loosens") &&
  answer.verdict.tightens === firstSays(listed, "tightens");

export function agreementOf(pairs: readonly ReadTwice[]): Agreement {
  const both = pairs.flatMap(({ listed, second: { answer } }) =>
    answer.kind === "verdict" ? [{ listed, verdict: answer.verdict }] : [],
  );
  const kappaOf = (way: "loosens" | "tightens"): Estimate =>
    cohenKappa(both.map(({ listed, verdict }) => [String(firstSays(listed, way)), String(verdict[way])]));
  const subjects = both.flatMap(({ listed, verdict }): [Subject, Subject][] =>
    verdict.subject === null ? [] : [[listed.change.subject, verdict.subject]],
  );
  return {
    both: both.length,
    none: pairs.length - both.length,
    loosens: kappaOf("loosens"),
    tightens: kappaOf("tightens"),
    subject: cohenKappa(subjects),
  };
}
