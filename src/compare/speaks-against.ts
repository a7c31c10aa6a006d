import type { Change, NoiseKind } from "../model/index.ts";

/** Below this a careful reader would not list it as often as not. */
const UNSURE_BELOW = 0.7;
/** From this coverage on much of the rule may live on. */
const COVERED_FROM = 0.4;

/** A change with what stands around it. */
export interface ReadChange {
  readonly change: Change;
  /** The document's own note about its change. */
  readonly note: string | null;
  readonly suppressed: NoiseKind | null;
}

/** What speaks against reading a change so, the weightiest first. Never empty. `seen`: how often it occurred. */
export function speaksAgainst({ change, note, suppressed }: ReadChange, seen: number): string[] {
  const { confidence, nearest, old, new: neu, disclosed, direction } = change;
  const lines: string[] = [];
  if (direction === "neutral") lines.push("We read it as neutral: nobody is bound differently.");
  if (confidence < UNSURE_BELOW) {
    lines.push(`The detector is not sure: it states ${confidence.toFixed(2)}.`);
  }
  if ((old === null || neu === null) && nearest !== null && nearest.coverage >= COVERED_FROM) {
    lines.push(
      `Another clause covers ${Math.round(nearest.coverage * 100)} % of its words: the rule may live on there.`,
    );
  }
  if (old !== null && neu === null) lines.push("A rule that moved to another document of the lab counts here as gone.");
  if (neu !== null && old === null)
    lines.push("A rule that stood in another document of the lab before counts here as new.");
  if (seen > 1 || suppressed !== null)
    lines.push("The document went back and forth: the change may be of the record, not of the rule.");
  if (disclosed === "no" || disclosed === "no-note") {
    lines.push(
      note === null
        ? "A blog post, an e-mail or a notice in the product may have told of it; we look at the document alone."
        : "The note may mean this change in other words than we looked for.",
    );
  }
  if (lines.length === 0)
    lines.push("We looked for low confidence, other clauses that cover it, and flapping, and found none.");
  return lines;
}
