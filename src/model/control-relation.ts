/**
 * Who can do what to whom, since when: a dated edge of the control graph. Shaped after the Beneficial Ownership Data
 * Standard 0.4 (https://standard.openownership.org/en/0.4.0/): `controller` is its interested party, `controlled` its
 * subject, `means` maps onto its interest types. Parties are organisations, bodies and roles, never private persons.
 */
export const CONTROL_MEANS = [
  "board-seats",
  "voting-shares",
  "appointment",
  "removal",
  "veto",
  "contract",
  "funding",
  "regulation",
  "exit-threat",
] as const;
export type ControlMeans = (typeof CONTROL_MEANS)[number];

export interface ControlRelation {
  /** Ids of parties: a lab's id, or a slug such as `openai-nonprofit-board`. */
  readonly controller: string;
  readonly controlled: string;
  readonly controllerName: string;
  readonly controlledName: string;
  readonly means: ControlMeans;
  /** Share of votes or ownership in percent, 0..100; null where not known. */
  readonly sharePercent: number | null;
  /** First and last day in force; null: since before the records, or still. */
  readonly start: string | null;
  readonly end: string | null;
  /** What it rests on, in a few words: "bylaws", "Delaware law", "investment agreement". */
  readonly basis: string;
  /** Exercised and held, exercised and failed, or never seen used: nominal against effective control. */
  readonly tested: "held" | "failed" | "untested";
  /** Day on which that use was decided: before it the relation counts as untested. Left out where not known. */
  readonly testedOn?: string;
  /** Who votes in the controller where it is a body, one vote each: seats and roles. Left out where not known. */
  readonly members?: readonly string[];
  /** Votes with which that body decides; left out: more than half. */
  readonly quota?: number;
  readonly evidence: string;
}
