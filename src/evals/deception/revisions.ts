import { isTold, oneLine } from "../alarm.ts";
import type { Alarm, DocumentRevision, EvalChange, EvalDocument, EvalInput, RecordedDocument } from "../input.ts";

/** One revision of a lab's document. */
export interface Revision extends DocumentRevision {
  readonly lab: string;
  readonly document: EvalDocument;
}

/**
 * The revisions of all documents up to the day that counts as today, in order of documents. A lab may publish one text
 * under two names: a change that it made on the same day in an earlier document is not counted again.
 */
export function revisionsOf({ documents, asOf }: EvalInput): Revision[] {
  const owners = new Map<string, string>();
  const isFirst = ({ lab, id }: EvalDocument, { date, words }: Alarm): boolean => {
    const key = [lab, date.slice(0, 10), words].join("\n");
    const owner = owners.get(key) ?? id;
    owners.set(key, owner);
    return owner === id;
  };
  return documents.flatMap((document) =>
    document.revisions
      .filter(({ date }) => date.slice(0, 10) <= asOf)
      .map((revision) => ({
        ...revision,
        lab: document.lab,
        document,
        alarms: revision.alarms.filter((alarm) => isFirst(document, alarm)),
      })),
  );
}

/** The revisions of one document that have an alarm or a new note. `alarms`: its alarms, by their changes. */
export function documentRevisions(
  { changes }: RecordedDocument,
  alarms: ReadonlyMap<EvalChange, Alarm>,
): DocumentRevision[] {
  const revisions = [...Map.groupBy(changes, ({ newVersion }) => newVersion).values()].map((own) => {
    const { date, oldVersion, newVersion } = own[0] as EvalChange;
    const note = own.find(isNewNote)?.new;
    return {
      date,
      oldVersion,
      newVersion,
      alarms: own.flatMap((change) => (isAboutChanges(change) ? [] : (alarms.get(change) ?? []))),
      newNote: note ? oneLine(note.text) : null,
    };
  });
  return revisions.filter((revision) => revision.alarms.length > 0 || revision.newNote !== null);
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
