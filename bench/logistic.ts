/** Ridge logistic regression by Newton steps, over sparse named traits. */

export interface Example {
  readonly traits: Readonly<Record<string, number>>;
  readonly right: boolean;
  /** What the example counts, above 0. */
  readonly weight: number;
}

export type Weights = Readonly<Record<string, number>>;

/** A trait seen less often than this is left out. */
const SEEN_MIN = 4;
/** Pull of every weight towards 0, and that of the bias. */
const RIDGE = Number(process.env.RIDGE ?? 2);
const RIDGE_OF_BIAS = 0.01;
const NEWTON_STEPS = 12;

/** The weights of the traits that explain best which examples are right. */
export function fitLogistic(examples: readonly Example[]): Weights {
  const seen = new Map<string, number>();
  for (const { traits } of examples)
    for (const [trait, value] of Object.entries(traits)) if (value !== 0) seen.set(trait, (seen.get(trait) ?? 0) + 1);
  const names = [...seen].filter(([, count]) => count >= SEEN_MIN).map(([name]) => name);
  names.sort();
  const rows = examples.map(({ traits }) => names.map((name) => traits[name] ?? 0));
  const weights = names.map(() => 0);
  for (let step = 0; step < NEWTON_STEPS; step++) newtonStep(rows, examples, names, weights);
  return Object.fromEntries(names.map((name, at) => [name, Math.round((weights[at] as number) * 1000) / 1000]));
}

function newtonStep(rows: number[][], examples: readonly Example[], names: readonly string[], weights: number[]): void {
  const size = names.length;
  const pull = (at: number): number => (names[at] === "bias" ? RIDGE_OF_BIAS : RIDGE);
  const gradient = weights.map((weight, at) => -pull(at) * weight);
  const hessian = weights.map((_, at) => weights.map((__, to) => (at === to ? pull(at) : 0)));
  rows.forEach((row, example) => {
    const sum = row.reduce((total, value, at) => total + value * (weights[at] as number), 0);
    const chance = 1 / (1 + Math.exp(-sum));
    const { right, weight } = examples[example] as Example;
    for (let i = 0; i < size; i++) {
      if (row[i] === 0) continue;
      gradient[i] = (gradient[i] as number) + weight * ((right ? 1 : 0) - chance) * (row[i] as number);
      const line = hessian[i] as number[];
      const factor = weight * chance * (1 - chance) * (row[i] as number);
      for (let j = 0; j < size; j++) line[j] = (line[j] as number) + factor * (row[j] as number);
    }
  });
  solve(hessian, gradient).forEach((delta, at) => (weights[at] = (weights[at] as number) + delta));
}

/** Gaussian elimination with pivots; the matrix is positive definite. */
function solve(matrix: number[][], right: number[]): number[] {
  const size = right.length;
  const rows = matrix.map((line, at) => [...line, right[at] as number]);
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let at = column + 1; at < size; at++) {
      if (Math.abs(rows[at]?.[column] as number) > Math.abs(rows[pivot]?.[column] as number)) pivot = at;
    }
    [rows[column], rows[pivot]] = [rows[pivot] as number[], rows[column] as number[]];
    const lead = rows[column] as number[];
    for (let at = 0; at < size; at++) {
      const line = rows[at] as number[];
      if (at === column || line[column] === 0) continue;
      const factor = (line[column] as number) / (lead[column] as number);
      for (let to = column; to <= size; to++) line[to] = (line[to] as number) - factor * (lead[to] as number);
    }
  }
  return rows.map((line, at) => (line[size] as number) / (line[at] as number));
}
