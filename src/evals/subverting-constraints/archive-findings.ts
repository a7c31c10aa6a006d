import { type Disclosed, type Finding, findingId, type Severity, slug, SOURCE_WEIGHTS } from "../../model/index.ts";
import type { EvalChange, RecordedDocument } from "../input.ts";
import { isAlarm } from "../alarm.ts";

/** Alarms below this severity are counted, but nobody need read them one by one. */
const SEVERITY_MIN: Severity = 2;
/** Characters of a clause that are quoted. */
const QUOTE_MAX = 300;
const RULE = "archive-change";

/** One finding for each version of a document and direction with an alarm of severity 2 or more: what to review. */
export function archiveFindings(document: RecordedDocument): Finding[] {
  const grave = document.changes.filter((change) => isAlarm(change) && change.severity >= SEVERITY_MIN);
  const groups = Map.groupBy(grave, ({ newVersion, direction }) => `${newVersion}\n${direction}`);
  if (groups.size === 0) return [];
  const clauses = clauseCounts(document);
  return [...groups.values()].map((changes) => toFinding(document, changes, clauses));
}

function toFinding(
  document: RecordedDocument,
  changes: readonly EvalChange[],
  clauses: ReadonlyMap<string, number>,
): Finding {
  const worst = changes.reduce((a, b) => (isGraver(b, a) ? b : a));
  const identity = {
    eval: "subverting-constraints" as const,
    rule: RULE,
    evidence: [worst.oldVersion, worst.newVersion, ...changes.map(({ id }) => id)],
  };
  const day = worst.date.slice(0, "2024-01-10".length);
  return {
    id: findingId(identity),
    ...identity,
    lab: document.lab,
    when: { date: day, precision: "day" },
    title: titleOf(document, worst, changes.length),
    summary: summaryOf(worst),
    bearing: worst.direction === "loosens" ? "concerning" : "reassuring",
    severity: worst.severity,
    state: "proposed",
    sourceWeight: SOURCE_WEIGHTS.primary,
    counter: counterOf(worst, clauses.get(worst.newVersion) ?? 0),
    reply: null,
    match: `${RULE}/${slug(document.terms)}/${worst.subject}/${day.slice(0, 4)}`,
    seed: false,
  };
}

/** More severe, then less covered by what stands, then surer, then by id: the same change whatever the order. */
function isGraver(a: EvalChange, b: EvalChange): boolean {
  if (a.severity !== b.severity) return a.severity > b.severity;
  const [x, y] = [coverageOf(a), coverageOf(b)];
  if (x !== y) return x < y;
  return a.confidence === b.confidence ? a.id < b.id : a.confidence > b.confidence;
}

/** How much of the clause still stands, 0..1; an edited clause stands, if in other words. */
function coverageOf({ old, new: neu, nearest }: EvalChange): number {
  return old && neu ? 1 : (nearest?.coverage ?? 0);
}

function titleOf({ service, terms }: RecordedDocument, worst: EvalChange, count: number): string {
  const word = worst.direction === "loosens" ? "loosen" : "tighten";
  const others = count === 2 ? `1 more change that ${word}s` : `${count - 1} more changes that ${word}`;
  const more = count === 1 ? "" : `, and ${others}`;
  return `${service}, ${terms}: ${sayChange(worst)}${more}`;
}

/** "ban on a use removed": what the clause is follows from subject, direction and kind. */
function sayChange({ kind, direction, subject }: EvalChange): string {
  const grows = kind === "added" || kind === "strengthened";
  const protects = grows === (direction === "tightens");
  const what = {
    use: protects ? "ban on a use" : "exemption from a ban",
    lab: protects ? "promise of the company" : "power of the company",
    user: protects ? "right of users" : "burden on users",
  }[subject];
  const verb = { removed: "removed", added: "added", weakened: "narrowed", strengthened: "widened" } as const;
  return `${what} ${kind === "reworded" || kind === "moved" ? "reworded" : verb[kind]}`;
}

function summaryOf({ old, new: neu, disclosed }: EvalChange): string {
  const parts = [
    old && `Before: ${quote(old.path, old.text)}`,
    neu && `${old ? "After" : "New"}: ${quote(neu.path, neu.text)}`,
    DISCLOSED_WORDS[disclosed],
  ];
  return parts.filter((part) => part !== null).join(" ");
}

const DISCLOSED_WORDS: Readonly<Record<Disclosed, string>> = {
  yes: "The document's own note tells of it.",
  partly: "The document's own note tells of part of it.",
  no: "The document has a note of its changes that does not tell of it.",
  "no-note": "The document has no note of its changes.",
  unknown: "Whether the document tells of it could not be read.",
};

/** The clause with its innermost lead-in, without which it may say nothing. */
function quote(path: readonly string[], text: string): string {
  const lead = path.at(-1);
  return lead === undefined ? `“${cut(text)}”` : `“${cut(text)}” (under “${cut(lead)}”).`;
}

function cut(text: string): string {
  const plain = text.replaceAll(/\s+/g, " ").trim();
  return plain.length <= QUOTE_MAX ? plain : `${plain.slice(0, QUOTE_MAX - 1).trimEnd()}…`;
}

/** What speaks against it: the clause that comes nearest, or that there is none. */
function counterOf({ old, new: neu, nearest }: EvalChange, clauses: number): string {
  if (old && neu) return `The rule stands in other words: “${cut(neu.text)}”`;
  if (nearest !== null && nearest.coverage > 0) {
    const where = old ? "that stands" : "that stood before";
    return `The nearest clause ${where} covers ${Math.round(nearest.coverage * 100)} % of it: “${cut(nearest.text)}”`;
  }
  return old
    ? `None found, looked at all ${clauses} clauses of the new version.`
    : `None found: no clause of the version before covers any of it; the new version has ${clauses} clauses.`;
}

/** How many clauses each version has. */
function clauseCounts({ versions, clauses }: RecordedDocument): Map<string, number> {
  const positions = new Map(versions.map(({ id }, at) => [id, at]));
  // Counted up where a clause comes and down where it goes, then summed along the history.
  const steps = versions.map(() => 0);
  for (const { firstVersion, lastVersion } of clauses) {
    const [from, to] = [positions.get(firstVersion), positions.get(lastVersion)];
    if (from === undefined || to === undefined) continue;
    steps[from] = (steps[from] ?? 0) + 1;
    if (to + 1 < steps.length) steps[to + 1] = (steps[to + 1] ?? 0) - 1;
  }
  let standing = 0;
  return new Map(versions.map(({ id }, at) => [id, (standing += steps[at] ?? 0)]));
}
