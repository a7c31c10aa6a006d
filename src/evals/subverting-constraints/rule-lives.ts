import { normalKey } from "../../clauses/index.ts";
import { ALARM_CONFIDENCE, type NormType } from "../../model/index.ts";
import type { EvalChange, Fate, RecordedDocument, RuleLife } from "../input.ts";
import type { Life } from "../stats/index.ts";

/** A life with the first and the last wording of its rule. */
export interface WordedLife extends RuleLife {
  readonly first: string;
  readonly last: string;
}

/** One wording of a rule and one unbroken stretch of time in which it stood. */
interface Stretch {
  readonly key: string;
  readonly text: string;
  readonly since: string;
  until: string | null;
  /** What carries the rule on; set where something does. */
  next: Stretch | null;
  fate: Fate;
}

/**
 * The lives of a document's rules of some kinds. A wording that a change carries into another wording (old and new
 * text) lives on in that; equal words under other headings are one wording.
 */
export function ruleLives(document: RecordedDocument, norms: readonly NormType[]): WordedLife[] {
  const gone = changesByOldWords(document);
  return norms.flatMap((norm) => livesOf(document, norm, gone));
}

function livesOf(
  document: RecordedDocument,
  norm: NormType,
  gone: ReadonlyMap<string, readonly EvalChange[]>,
): WordedLife[] {
  const firstDate = document.versions[0]?.date;
  const newest = document.versions.at(-1);
  if (firstDate === undefined || newest === undefined) return [];
  const byKey = stretchesOf(document, norm);
  for (const [key, stretches] of byKey) linkStretches(stretches, gone.get(key) ?? [], byKey);
  return startsOf(byKey).map((start) => {
    const end = lastOf(start);
    return {
      evidence: newest.id,
      norm,
      first: start.text,
      last: end.text,
      since: start.since,
      until: end.until ?? newest.date,
      fate: end.fate,
      old: start.since <= firstDate,
    };
  });
}

/** The stretches of each wording, oldest first. Intervals that touch or overlap are one. */
function stretchesOf({ clauses }: RecordedDocument, norm: NormType): Map<string, Stretch[]> {
  const byKey = new Map<string, Stretch[]>();
  const own = clauses.filter((clause) => clause.norm === norm).toSorted((a, b) => compareText(a.since, b.since));
  for (const { text, since, until } of own) {
    const key = normalKey(text);
    const stretches = byKey.get(key);
    const last = stretches?.at(-1);
    if (last && (last.until === null || since <= last.until)) last.until = laterEnd(last.until, until);
    else if (stretches) stretches.push(makeStretch(key, text, since, until));
    else byKey.set(key, [makeStretch(key, text, since, until)]);
  }
  return byKey;
}

const compareText = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

function makeStretch(key: string, text: string, since: string, until: string | null): Stretch {
  return { key, text, since, until, next: null, fate: "in-force" };
}

function laterEnd(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return null;
  return a > b ? a : b;
}

/** Changes by their old words, oldest first. */
function changesByOldWords({ changes }: RecordedDocument): Map<string, EvalChange[]> {
  const byKey = new Map<string, EvalChange[]>();
  for (const change of changes.toSorted((a, b) => compareText(a.date, b.date))) {
    if (change.old === null) continue;
    const key = normalKey(change.old.text);
    const all = byKey.get(key);
    if (all) all.push(change);
    else byKey.set(key, [change]);
  }
  return byKey;
}

/** Says of each stretch of one wording what became of it. */
function linkStretches(
  stretches: readonly Stretch[],
  gone: readonly EvalChange[],
  byKey: ReadonlyMap<string, readonly Stretch[]>,
): void {
  for (const [at, stretch] of stretches.entries()) {
    const { until } = stretch;
    if (until === null) continue;
    const again = stretches[at + 1];
    const change = gone.find(({ date }) => date >= until && (again === undefined || date < again.since));
    if (change === undefined) {
      // It comes back and no change took it away: the gap is the archive's.
      stretch.next = again ?? null;
      stretch.fate = "unexplained";
    } else if (change.new === null) {
      stretch.fate = fateOfGone(change);
    } else {
      carryOn(stretch, change, byKey.get(normalKey(change.new.text)) ?? []);
    }
  }
}

function fateOfGone({ direction, confidence }: EvalChange): Fate {
  if (direction === "neutral") return "covered-elsewhere";
  return confidence >= ALARM_CONFIDENCE ? "removed" : "perhaps-removed";
}

function carryOn(stretch: Stretch, change: EvalChange, candidates: readonly Stretch[]): void {
  const from = stretch.until ?? change.date;
  const standing = candidates.find(
    ({ since, until }) => since <= change.date && (until === null || until > change.date),
  );
  if (standing === undefined) stretch.fate = "other-kind";
  else if (standing.since < from) stretch.fate = "joined";
  else stretch.next = standing;
}

/** The stretches that carry on no other. Of two that become one wording, the older lives on; the other joined it. */
function startsOf(byKey: ReadonlyMap<string, readonly Stretch[]>): Stretch[] {
  const all = [...byKey.values()].flat().toSorted((a, b) => compareText(a.since, b.since) || compareText(a.key, b.key));
  const carried = new Set<Stretch>();
  for (const stretch of all) {
    if (stretch.next === null) continue;
    if (carried.has(stretch.next)) {
      stretch.next = null;
      stretch.fate = "joined";
    } else {
      carried.add(stretch.next);
    }
  }
  return all.filter((stretch) => !carried.has(stretch));
}

function lastOf(start: Stretch): Stretch {
  let stretch = start;
  // Each step goes on in time, so the chain ends.
  while (stretch.next !== null) stretch = stretch.next;
  return stretch;
}

const DAY_MS = 86_400_000;

/**
 * The life in days since the rule was first recorded; null for one seen at a single time. `ends`: the fates that count
 * as an end; every other is the last look (right censoring).
 */
export function toLife({ since, until, fate }: RuleLife, ends: ReadonlySet<Fate>): Life | null {
  const time = Math.round((Date.parse(until) - Date.parse(since)) / DAY_MS);
  return time > 0 ? { time, ended: ends.has(fate) } : null;
}
