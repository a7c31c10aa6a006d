import type { DocumentRows, IndexState } from "../../src/index/index.ts";
import type { Change } from "../../src/model/index.ts";

export const STATE: IndexState = { logSize: 3, logRoot: "00", lastEntry: "11", detector: "d", labTable: "t" };

/** A change that is an alarm, with the parts that a test names. */
export const change = (id: string, part: Partial<Change> = {}): Change => ({
  id,
  kind: "removed",
  direction: "loosens",
  subject: "use",
  severity: 3,
  confidence: 0.9,
  old: { text: "Military and warfare", path: ["Do not use it for:"], start: 3, end: 23 },
  new: null,
  nearest: { text: "Do not harm others", coverage: 0.2 },
  disclosed: "no",
  reasons: ["item-gone"],
  ...part,
});

/** A document with three versions; the second step is noise. */
export function rowsOf(lab: string, slug: string, from: number, changes: readonly Change[]): DocumentRows {
  const document = `${lab}/${slug}`;
  const id = (at: number): string => `${document}@${from + at}`;
  const date = (at: number): string => `2024-01-1${at}T18:00:00Z`;
  const version = { document, cause: "change", blob: "ab".repeat(32), size: 10, service: lab, terms: slug } as const;
  const origin = { repository: "cd".repeat(20), commit_id: "ef".repeat(20), path: `${lab}/${slug}.md` };
  const clause = {
    lab,
    document,
    path: '["Do not use it for:"]',
    bearer: "user",
    modality: "prohibition",
    norm: "use-ban",
  } as const;
  return {
    document: {
      id: document,
      lab,
      lab_name: lab.toUpperCase(),
      service: lab,
      terms: slug,
      versions: 3,
      first_version: id(0),
      last_version: id(2),
      first_date: date(0),
      last_date: date(2),
      detector: "test",
    },
    versions: [0, 1, 2].map((at) => ({
      id: id(at),
      log_index: from + at,
      step: at,
      date: date(at),
      base: at === 0 ? null : id(at - 1),
      noise: at === 2 ? "flapping" : null,
      note: at === 1 ? "we are clearer now" : null,
      note_in: null,
      ...version,
      ...origin,
    })),
    changes: [1, 2].flatMap((at) =>
      changes.map((one, position) => ({
        id: one.id,
        lab,
        document,
        date: date(at),
        old_version: id(at - 1),
        new_version: id(at),
        log_index: from + at,
        step: at,
        position,
        kind: one.kind,
        direction: one.direction,
        subject: one.subject,
        severity: one.severity,
        confidence: one.confidence,
        disclosed: one.disclosed,
        suppressed: at === 2 ? ("flapping" as const) : null,
      })),
    ),
    changeBodies: changes.map((one) => ({ document, id: one.id, body: JSON.stringify(one) })),
    clauses: [
      { ...clause, text: "Military and warfare", ...span(0, 1, date(2)) },
      { ...clause, text: "Automated training of weapons", ...span(1, 2, null) },
    ],
  };

  function span(first: number, last: number, until: string | null) {
    return {
      first_version: id(first),
      last_version: id(last),
      first_step: from + first,
      position: first,
      since: date(first),
      until,
    };
  }
}
