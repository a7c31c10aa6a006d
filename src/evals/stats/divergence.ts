/** How far is one composition from another? */
import { established, type Estimate, notEstablished } from "./estimate.ts";
import { drawInteger, type Random } from "./random.ts";
import { mean, percentileInterval, sum } from "./sample.ts";

/** A group smaller than this says too little of a composition, and too much of its people. */
export const PEOPLE_MIN = 5;
const DRAWS = 1000;
const METHOD = "divergence/jensen-shannon";

/**
 * The Jensen-Shannon divergence to base 2 of two compositions: 0 alike, 1 without a common category. Source: Lin 1991,
 * IEEE Transactions on Information Theory 37(1). `p` and `q`: amounts of the same categories in the same order, 0 or
 * more, scaled to sum to 1; a RangeError where they are not, or one is all zero.
 */
export function jensenShannon(p: readonly number[], q: readonly number[]): number {
  const first = scaled(p);
  const second = scaled(q);
  if (first.length !== second.length) throw new RangeError("compositions of different categories");
  const parts = first.map((a, k) => {
    const b = second[k] as number;
    return partOf(a, (a + b) / 2) + partOf(b, (a + b) / 2);
  });
  return Math.min(1, Math.max(0, sum(parts) / 2));
}

const partOf = (share: number, middle: number): number => (share === 0 ? 0 : share * Math.log2(share / middle));

/**
 * The divergence between a group, given by people a category, and a reference population. `reference`: people too, who are
 * then drawn again as well, or shares that sum to 1, which are taken as exact.
 *
 * The 90 % interval is from `draws` multinomial samples, moved by their bias: a sample lies further from the reference than
 * its population, the more so the fewer its people. The value itself is not moved, so that of a small group is high.
 * Not established where a group has fewer than five people.
 */
export function compositionDivergence(
  people: readonly number[],
  reference: readonly number[],
  random: Random,
  draws = DRAWS,
): Estimate {
  const n = sum(people);
  const isShares = Math.abs(sum(reference) - 1) < 1e-9;
  if (n < PEOPLE_MIN) return notEstablished(`fewer than ${PEOPLE_MIN} people`, n, METHOD);
  if (!isShares && sum(reference) < PEOPLE_MIN) {
    return notEstablished(`fewer than ${PEOPLE_MIN} people in the reference`, n, METHOD);
  }
  for (const count of isShares ? people : [...people, ...reference]) {
    if (!Number.isInteger(count)) throw new RangeError(`not a number of people: ${count}`);
  }
  const value = jensenShannon(people, reference);
  const drawn = Array.from({ length: draws }, () =>
    jensenShannon(redraw(people, random), isShares ? reference : redraw(reference, random)),
  );
  const bias = mean(drawn) - value;
  const [low, high] = percentileInterval(drawn.map((divergence) => Math.min(1, Math.max(0, divergence - bias))));
  return established(value, [Math.min(low, value), Math.max(high, value)], n, METHOD);
}

/** As many people as there are, each of a category drawn by its share. */
function redraw(counts: readonly number[], random: Random): number[] {
  const people = counts.flatMap((count, category) => Array.from({ length: count }, () => category));
  const drawn = counts.map(() => 0);
  for (let k = 0; k < people.length; k++) {
    const category = people[drawInteger(random, people.length)] as number;
    drawn[category] = (drawn[category] as number) + 1;
  }
  return drawn;
}

function scaled(amounts: readonly number[]): number[] {
  const total = sum(amounts);
  if (!amounts.every((amount) => amount >= 0) || !(total > 0 && total < Infinity)) {
    throw new RangeError("a composition has amounts of 0 or more, and not all 0");
  }
  return amounts.map((amount) => amount / total);
}
