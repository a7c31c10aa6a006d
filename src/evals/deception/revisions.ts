import { ALARM_CONFIDENCE } from "../../model/index.ts";
import type { EvalChange, EvalDocument, EvalInput } from "../input.ts";

/** One revision of a document: all that changed with one new version. */
export interface Revision {
  readonly lab: string;
  readonly document: EvalDocument;
  readonly date: string;
  readonly oldVersion: string;
  readonly newVersion: string;
  /** Changes that loosen or tighten with enough confidence, the note's own wording left out. */
  readonly alarms: readonly EvalChange[];
  /** What the document says of its own change in words that came with this version; null where it says nothing new. */
  readonly newNote: string | null;
}

/**
 * The revisions of all documents up to the day that counts as today, in order of documents. A lab may publish one text
 * under two names: a change that it made on the same day in an earlier document is not counted again.
 */
export function revisionsOf({ documents, asOf }: EvalInput): Revision[] {
  const seen = new Map<string, string>();
  return documents.flatMap((document) => {
    const current = document.changes.filter(({ date }) => date.slice(0, 10) <= asOf);
    const groups = Map.groupBy(current, ({ newVersion }) => newVersion);
    return Array.from(groups.values(), (changes) => toRevision(document, changes, seen));
  });
}

function toRevision(document: EvalDocument, changes: readonly EvalChange[], seen: Map<string, string>): Revision {
  const { date, oldVersion, newVersion } = changes[0] as EvalChange;
  const alarms = changes.filter(
    (change) => isAlarm(change) && !isAboutChanges(change) && isFirst(document, change, seen),
  );
  const note = changes.find(isNewNote);
  return {
    lab: document.lab,
    document,
    date,
    oldVersion,
    newVersion,
    alarms,
    newNote: note?.new ? oneLine(note.new.text) : null,
  };
}

function isAlarm({ direction, confidence }: EvalChange): boolean {
  return direction !== "neutral" && confidence >= ALARM_CONFIDENCE;
}

/** Whether no other document of the lab has shown the same change on the same day. */
function isFirst(document: EvalDocument, change: EvalChange, seen: Map<string, string>): boolean {
  const key = [document.lab, change.date.slice(0, 10), change.old?.text, change.new?.text].join("\n");
  const owner = seen.get(key) ?? document.id;
  seen.set(key, owner);
  return owner === document.id;
}

const ABOUT_CHANGES =
  /\b(?:updat(?:e|es|ed|ing)|revis(?:ed|ions?)|refreshed|chang(?:es|ed) (?:to|made))\b|\bwhat['’]s new\b/i;

/** A clause about changes that the note's words cover may be the note itself, which tells nothing of what changed. */
function isAboutChanges(change: EvalChange): boolean {
  return isTold(change) && ABOUT_CHANGES.test((change.new ?? change.old)?.text ?? "");
}

const NEW_NOTE =
  /\b(?:we(?:['’]ve| have)? (?:recently |also |just )?(?:updated|revised|refreshed|clarified|simplified|changed|made)|(?:updated|revised) to)\b/i;

/** Words of the note that came with this version. A heading or a bare link, “What's new?”, says nothing itself. */
function isNewNote(change: EvalChange): boolean {
  return change.old === null && isTold(change) && NEW_NOTE.test(change.new?.text ?? "");
}

/** Whether the document's note has words of a change: half of those that tell it, or a quarter. */
export function isTold({ disclosed }: EvalChange): boolean {
  return disclosed === "yes" || disclosed === "partly";
}

/** A clause as it reads, on one line. */
export function oneLine(text: string): string {
  return text
    .replaceAll(/[_*]{1,3}(?=\S)|(?<=\S)[_*]{1,3}/g, "")
    .replaceAll(/\s+/g, " ")
    .trim();
}
