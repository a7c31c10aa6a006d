import type { Codes, ReviewAct } from "../model/index.ts";
import { CODERS, type Review } from "./review.ts";

/** Whether codes among the acts on one finding may not be shown yet: fewer than two reviewers have coded it. */
export function isBlind(acts: readonly ReviewAct[]): boolean {
  return new Set(acts.filter(({ act }) => act === "code").map(({ by }) => by)).size < CODERS;
}

/**
 * The acts on a finding that may be shown: until two reviewers have coded it, nobody sees a code but `by` their own. Acts
 * that could not follow are left out.
 */
export function shownActs<Act extends ReviewAct>(all: readonly Act[], review: Review, by?: string): Act[] {
  const isOpen = review.codes.length >= CODERS;
  return all.filter((act) => review.acts.includes(act) && (act.act !== "code" || isOpen || act.by === by));
}

/** Codes in words: "concerning, severity 2, loosens". */
export const sayCodes = ({ bearing, severity, direction, subject, disclosed }: Codes): string =>
  [bearing, `severity ${severity}`, direction, subject, disclosed && `disclosed: ${disclosed}`]
    .filter((one) => one !== undefined)
    .join(", ");
