import { createHash } from "node:crypto";
import { claimRows, incidentRows, type LedgerRow, oversightRows, promiseRows } from "./rows.ts";
import type { Site } from "../../site.ts";

/** A ledger: its rows, its states in words, and the rates that are told of it. */
export interface Ledger {
  readonly path: string;
  readonly title: string;
  readonly lead: string;
  readonly rows: (site: Site) => readonly LedgerRow[];
  /** State → words, in the order in which they are told. */
  readonly states: Readonly<Record<string, string>>;
  /** What the shares are of: states that settle a row. Others are counted beside. */
  readonly settled: readonly string[];
  /** What a settled row is called: "resolved promises". */
  readonly settledName: string;
  readonly caution: string;
}

/** The four ledgers, in the order of their tabs. */
export const LEDGERS: readonly Ledger[] = [
  {
    path: "/promises",
    title: "Promises",
    lead: "What labs promised in public, and what became of it.",
    rows: promiseRows,
    states: {
      kept: "kept",
      "partly-kept": "kept in part",
      broken: "broken",
      overdue: "overdue: its day has passed, and we know of no outcome",
      pending: "pending: its day has not come, or none was named",
      "no-evidence": "no evidence either way",
      contested: "contested: sources disagree",
      unratable: "cannot be rated",
    },
    settled: ["kept", "partly-kept", "broken"],
    settledName: "resolved promises",
    caution: "Promises that reporters and researchers followed are here; quiet ones that were kept are not.",
  },
  {
    path: "/claims",
    title: "Claims",
    lead: "What labs claimed in public, with the evidence for and against.",
    rows: claimRows,
    states: {
      supported: "the evidence supports it",
      contradicted: "the evidence contradicts it",
      "misleading-by-omission": "true, but misleading by what it leaves out",
      unresolved: "not decided yet",
      contested: "contested: sources disagree",
      unratable: "cannot be rated",
    },
    settled: ["supported", "contradicted", "misleading-by-omission"],
    settledName: "rated claims",
    caution: "Claims that somebody doubted are here; claims that nobody had reason to doubt are not.",
  },
  {
    path: "/oversight",
    title: "Oversight attempts",
    lead: "Somebody with a say over a lab used it; what came of it.",
    rows: oversightRows,
    states: {
      held: "it held",
      "partly-held": "it held in part",
      reversed: "it was reversed",
      evaded: "it was evaded",
      pending: "pending",
    },
    settled: ["held", "partly-held", "reversed", "evaded"],
    settledName: "decided attempts",
    caution: "Attempts that made news are here; oversight that worked in silence is not.",
  },
  {
    path: "/incidents",
    title: "Incidents",
    lead: "What went wrong, and whether the lab said why.",
    rows: incidentRows,
    states: {
      yes: "explained",
      partly: "explained in part",
      no: "not explained",
      unknown: "the source does not tell",
    },
    settled: ["yes", "partly", "no"],
    settledName: "incidents of which it is known",
    caution: "Who is named as the developer is as the press has it; attention is not conduct.",
  },
];

/** Names a row for as long as its first input and its words stay: 16 hexadecimal digits. */
export function rowIdOf({ path }: Ledger, { lab, heading, evidence }: LedgerRow): string {
  const parts = [path, lab, evidence[0] ?? "", heading];
  return createHash("sha256").update(parts.join("\n")).digest("hex").slice(0, ROW_ID_LENGTH);
}

const ROW_ID_LENGTH = 16;
