/**
 * Concentration of a market, where some participants do not disclose. What is not disclosed widens the result to bounds;
 * it never counts as zero.
 */
import { type Estimate, established, notEstablished } from "./estimate.ts";
import { ascending, sum } from "./sample.ts";

/** What is known of a participant's quantity, in any one unit: the quantity, its possible range, or nothing. */
export type Disclosure = number | { readonly low: number; readonly high: number } | "undisclosed";

/** A range with `low <= high`; for a quantity that is known, both are it. */
interface Range {
  readonly low: number;
  readonly high: number;
}

/** HHI of a monopoly; shares count in percent. */
export const HHI_MAX = 10_000;
/** All combinations of ends are tried for the greatest value, 2^16 at most. */
const UNKNOWN_MAX = 16;

/**
 * The Herfindahl-Hirschman index, Σ share² with shares in percent, 0 to 10,000. Sources: Herfindahl 1950; the limits in
 * use are those of the US Merger Guidelines.
 *
 * With all quantities known, `low` and `high` are the value. Else they are the least and greatest value that the missing
 * could give, and `value` is their middle, which stands for nothing but the place of the bounds. A participant of whom
 * nothing is known is taken to lie between the smallest and the largest known quantity: an assumption to be shown.
 * Throws a RangeError for negative quantities and for more than 16 that are not known.
 */
export function herfindahl(participants: readonly Disclosure[]): Estimate {
  return boundsOf(participants, "concentration/hhi", (quantities) => {
    const total = sum(quantities);
    return HHI_MAX * sum(quantities.map((quantity) => (quantity / total) ** 2));
  });
}

/** CR4, the share of the four largest, 0 to 1. Bounds and errors as for {@link herfindahl}. */
export function concentrationRatio(participants: readonly Disclosure[], largest = 4): Estimate {
  return boundsOf(participants, `concentration/cr${largest}`, (quantities) => {
    const top = quantities.toSorted((a, b) => b - a).slice(0, largest);
    return sum(top) / sum(quantities);
  });
}

/** Each participant's share, 0 to 1, with bounds from what the others may hold. */
export function shares(participants: readonly Disclosure[]): Estimate[] {
  return participants.map((_, own) => {
    const order = [participants[own] as Disclosure, ...participants.toSpliced(own, 1)];
    return boundsOf(order, "concentration/share", (quantities) => (quantities[0] as number) / sum(quantities));
  });
}

function boundsOf(
  participants: readonly Disclosure[],
  method: string,
  measure: (quantities: readonly number[]) => number,
): Estimate {
  const n = participants.filter((participant) => participant !== "undisclosed").length;
  const ranges = rangesOf(participants);
  if (!ranges) return notEstablished("no participant discloses", 0, method);
  if (!ranges.some(({ high }) => high > 0)) return notEstablished("all quantities are zero", n, method);
  const values = [...corners(ranges), ...levels(ranges)].filter((quantities) => sum(quantities) > 0).map(measure);
  const low = values.reduce((a, b) => Math.min(a, b));
  const high = values.reduce((a, b) => Math.max(a, b));
  return established((low + high) / 2, [low, high], n, method);
}

function rangesOf(participants: readonly Disclosure[]): Range[] | undefined {
  const known = participants.flatMap((participant) =>
    typeof participant === "number"
      ? [participant]
      : participant === "undisclosed"
        ? []
        : [participant.low, participant.high],
  );
  if (known.length === 0) return undefined;
  if (!known.every((value) => value >= 0 && value < Infinity)) throw new RangeError("quantities are 0 or more");
  const whole = { low: Math.min(...known), high: Math.max(...known) };
  const ranges = participants.map((participant) =>
    typeof participant === "number"
      ? { low: participant, high: participant }
      : participant === "undisclosed"
        ? whole
        : participant,
  );
  if (ranges.some(({ low, high }) => low > high)) throw new RangeError("a range's low end is above its high end");
  return ranges;
}

/** All ends of the ranges together. The measures are quasi-convex, so the greatest value is among these. */
function* corners(ranges: readonly Range[]): Generator<number[]> {
  const open = [...ranges.keys()].filter((index) => (ranges[index] as Range).low < (ranges[index] as Range).high);
  if (open.length > UNKNOWN_MAX) throw new RangeError(`more than ${UNKNOWN_MAX} quantities are not known`);
  for (let corner = 0; corner < 2 ** open.length; corner++) {
    const quantities = ranges.map(({ low }) => low);
    for (const [bit, index] of open.entries())
      if ((corner >> bit) & 1) quantities[index] = (ranges[index] as Range).high;
    yield quantities;
  }
}

/**
 * All quantities as near to one level as their ranges allow, for the levels that matter. The least value is among these:
 * where a quantity may move, a measure of concentration is least when it neither sticks out nor falls behind. The levels
 * are the ends of the ranges, where CR4 bends, and the one at which HHI has no slope.
 */
function levels(ranges: readonly Range[]): number[][] {
  const at = (level: number): number[] => ranges.map(({ low, high }) => Math.min(high, Math.max(low, level)));
  const ends = [...new Set(ranges.flatMap(({ low, high }) => [low, high]))].toSorted(ascending);
  return [...ends, flatLevel(at, ends.at(-1) as number)].map(at);
}

/** The level c with c = Σ q² / Σ q, where ∂HHI/∂q = 0, by bisection: Σ q² − c Σ q falls as c rises. */
function flatLevel(at: (level: number) => number[], highest: number): number {
  let [low, high] = [0, highest];
  for (let step = 0; step < 100; step++) {
    const level = (low + high) / 2;
    const quantities = at(level);
    if (sum(quantities.map((quantity) => quantity * quantity)) > level * sum(quantities)) low = level;
    else high = level;
  }
  return (low + high) / 2;
}
