import { type Bearing, type Finding, findingId, type Severity, SOURCE_WEIGHTS } from "../../model/index.ts";
import { isTold, quote } from "../alarm.ts";
import type { Alarm } from "../input.ts";
import type { Revision } from "./revisions.ts";

const RULE = "changelog-check";
const COUNTER =
  "The document's note is not the only place a lab may tell of a change; blog posts and e-mails are not looked at. The " +
  "note is set beside each change by words: what it tells in other words counts as not told.";

/**
 * What a new note says of its own revision, set beside the alarms of that revision, both ways. Documents of a lab that
 * share a note share a finding, that of the first.
 */
export function changelogFindings(revisions: readonly Revision[]): Finding[] {
  const seen = new Set<string>();
  return revisions.flatMap((revision) => {
    const { lab, date, newNote, alarms } = revision;
    const key = [lab, date.slice(0, 10), newNote].join("\n");
    if (newNote === null || alarms.length === 0 || seen.has(key)) return [];
    seen.add(key);
    return toFinding(revision, newNote);
  });
}

/** Alarms of one direction by whether the note has them. */
interface Count {
  readonly told: readonly Alarm[];
  readonly untold: readonly Alarm[];
}

function countWay(alarms: readonly Alarm[], way: "loosens" | "tightens"): Count {
  const own = alarms.filter(({ direction }) => direction === way);
  return { told: own.filter(isTold), untold: own.filter((alarm) => !isTold(alarm)) };
}

function toFinding(revision: Revision, note: string): Finding {
  const { lab, document, date, oldVersion, newVersion, alarms } = revision;
  const [loosens, tightens] = [countWay(alarms, "loosens"), countWay(alarms, "tightens")];
  const missing = [...loosens.untold, ...tightens.untold];
  const identity = { eval: "deception" as const, rule: RULE, evidence: [oldVersion, newVersion] };
  const day = date.slice(0, 10);
  return {
    id: findingId(identity),
    ...identity,
    lab,
    when: { date: day, precision: "day" },
    title: `${document.service}, ${document.terms}, ${day}: ${sayUntold(loosens, tightens)}`,
    summary:
      `The note says “${quote(note)}”. It has words of ${sayTold(loosens, "loosen")} and of ` +
      `${sayTold(tightens, "tighten")}.${sayExamples(loosens.untold, tightens.untold)}`,
    bearing: bearingOf(loosens, tightens),
    severity: worst(missing.length > 0 ? missing : alarms),
    state: "proposed",
    sourceWeight: SOURCE_WEIGHTS.primary,
    counter: COUNTER,
    reply: null,
    match: null,
    seed: false,
  };
}

/**
 * Reassuring: all that loosens is in the note. Concerning: what loosens is missing, and what tightens is not. Mixed: the
 * note leaves out changes both ways, or only what tightens.
 */
function bearingOf(loosens: Count, tightens: Count): Bearing {
  if (loosens.untold.length === 0) return loosens.told.length > 0 ? "reassuring" : "mixed";
  return loosens.told.length === 0 && tightens.untold.length === 0 ? "concerning" : "mixed";
}

function sayUntold(loosens: Count, tightens: Count): string {
  if (loosens.untold.length + tightens.untold.length === 0) return "the note has words of every alarm";
  return (
    `the note has no words of ${sayChanges(loosens.untold.length, "loosen")} ` +
    `and ${sayChanges(tightens.untold.length, "tighten")}`
  );
}

const sayChanges = (count: number, way: string): string =>
  count === 1 ? `1 change that ${way}s` : `${count} changes that ${way}`;

function sayTold({ told, untold }: Count, way: string): string {
  return `${told.length} of ${told.length + untold.length} alarms that ${way}`;
}

function sayExamples(loosens: readonly Alarm[], tightens: readonly Alarm[]): string {
  const examples = [...loosens.slice(0, 1), ...tightens.slice(0, 1)];
  if (examples.length === 0) return "";
  const named = examples.map((change) => `“${change.quote}” (${change.kind}, ${change.direction})`);
  return ` Not in it, among others: ${named.join(", ")}.`;
}

function worst(changes: readonly Alarm[]): Severity {
  return changes.reduce<Severity>((most, { severity }) => (severity > most ? severity : most), 1);
}
