import type { Outcome } from "./judge.ts";
import type { Passage } from "./passage.ts";
import type { Signal } from "./reasons.ts";

interface Judged {
  readonly outcome: Outcome;
  readonly total: number;
  readonly signals: readonly Signal[];
  readonly old: Passage;
  readonly neu: Passage;
}

export function confidenceOf({ total }: Judged): number {
  return Math.abs(total);
}
