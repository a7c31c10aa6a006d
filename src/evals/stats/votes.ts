/**
 * Power in weighted votes. A proposal passes when the votes for it reach the quota; a voter has power where it decides.
 * Counted exactly, over all coalitions, by generating functions (Brams and Affuso 1976; Mann and Shapley 1962).
 */

/** [quota; weights], for example [51; 50, 49, 1]: whole numbers, weights 0 or more, quota 1 to Σ weights. */
export interface WeightedVote {
  readonly quota: number;
  readonly weights: readonly number[];
}

export interface VotingPower {
  /** For each voter, its share of the swings; the shares sum to 1. */
  readonly shares: readonly number[];
  /** The exact counts behind the shares: `shares[i]` = `counts[i]` / Σ `counts`. */
  readonly counts: readonly bigint[];
}

const VOTERS_MAX = 200;
const WEIGHT_MAX = 20_000;

/**
 * The normalised index of Banzhaf 1965 (Rutgers Law Review 19): of all changes of one voter's mind that turn a result,
 * the share that is each voter's. The counts are the coalitions of others that the voter turns. RangeError for a vote
 * out of range, with more than 200 voters or more than 20,000 votes in all.
 */
export function banzhaf(vote: WeightedVote): VotingPower {
  checkVote(vote);
  const all = vote.weights.reduce((counts, weight) => multiply(counts, weight), unit(vote));
  return powerOf(vote, (weight) => {
    const others = divide(all, weight);
    return total(others, vote.quota - weight, vote.quota - 1);
  });
}

/**
 * The index of Shapley and Shubik 1954 (American Political Science Review 48): the share of the orders of joining in
 * which the voter is the one whose votes reach the quota. The counts are these orders. Errors as for {@link banzhaf}.
 */
export function shapleyShubik(vote: WeightedVote): VotingPower {
  checkVote(vote);
  const n = vote.weights.length;
  const factorials = factorialsTo(n);
  const all = vote.weights.reduce(joinBySize, [unit(vote)]);
  return powerOf(vote, (weight) => {
    const others = leaveBySize(all, weight);
    return others.reduce((orders, counts, size) => {
      const ways = (factorials[size] as bigint) * (factorials[n - 1 - size] as bigint);
      return orders + ways * total(counts, vote.quota - weight, vote.quota - 1);
    }, 0n);
  });
}

function powerOf({ weights }: WeightedVote, countOf: (weight: number) => bigint): VotingPower {
  const byWeight = new Map([...new Set(weights)].map((weight) => [weight, countOf(weight)]));
  const counts = weights.map((weight) => byWeight.get(weight) as bigint);
  const all = counts.reduce((a, b) => a + b, 0n);
  return { shares: counts.map((count) => ratio(count, all)), counts };
}

/** Digits kept when a ratio of large whole numbers becomes a number. */
const SCALE = 10n ** 18n;
const ratio = (part: bigint, whole: bigint): number => Number((part * SCALE) / whole) / Number(SCALE);

/** Coefficient w: the number of coalitions with w votes. Here of no voters: the empty one, with none. */
function unit({ weights }: WeightedVote): bigint[] {
  const length = weights.reduce((a, b) => a + b, 0) + 1;
  return Array.from({ length }, (_, votes) => (votes === 0 ? 1n : 0n));
}

/** Times 1 + x^weight: each coalition without the voter, and with. */
function multiply(counts: readonly bigint[], weight: number): bigint[] {
  return counts.map((count, votes) => count + (votes >= weight ? (counts[votes - weight] as bigint) : 0n));
}

/** By 1 + x^weight: the voter taken out again. */
function divide(counts: readonly bigint[], weight: number): bigint[] {
  if (weight === 0) return counts.map((count) => count / 2n);
  const others: bigint[] = [];
  for (const [votes, count] of counts.entries()) {
    others.push(count - (votes >= weight ? (others[votes - weight] as bigint) : 0n));
  }
  return others;
}

/** As multiply, with the coalitions of each size kept apart: `sizes[s][w]`. */
function joinBySize(sizes: readonly (readonly bigint[])[], weight: number): bigint[][] {
  const empty = (sizes[0] as readonly bigint[]).map(() => 0n);
  return Array.from({ length: sizes.length + 1 }, (_, size) =>
    addShifted(sizes[size] ?? empty, sizes[size - 1] ?? empty, weight, 1n),
  );
}

function leaveBySize(sizes: readonly (readonly bigint[])[], weight: number): bigint[][] {
  const empty = (sizes[0] as readonly bigint[]).map(() => 0n);
  const others: bigint[][] = [];
  for (const [size, counts] of sizes.slice(0, -1).entries()) {
    others.push(addShifted(counts, others[size - 1] ?? empty, weight, -1n));
  }
  return others;
}

function addShifted(counts: readonly bigint[], shifted: readonly bigint[], weight: number, sign: bigint): bigint[] {
  return counts.map((count, votes) => count + (votes >= weight ? sign * (shifted[votes - weight] as bigint) : 0n));
}

function total(counts: readonly bigint[], from: number, to: number): bigint {
  return counts.slice(Math.max(0, from), to + 1).reduce((a, b) => a + b, 0n);
}

function factorialsTo(n: number): bigint[] {
  const factorials = [1n];
  for (let k = 1; k <= n; k++) factorials.push((factorials[k - 1] as bigint) * BigInt(k));
  return factorials;
}

function checkVote({ quota, weights }: WeightedVote): void {
  const votes = weights.reduce((a, b) => a + b, 0);
  const whole = [quota, ...weights].every((value) => Number.isInteger(value) && value >= 0);
  if (!whole || quota < 1 || quota > votes)
    throw new RangeError(`not a weighted vote: [${quota}; ${weights.join(", ")}]`);
  if (weights.length > VOTERS_MAX || votes > WEIGHT_MAX) throw new RangeError("too many voters or votes to count");
}
