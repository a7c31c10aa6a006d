/** Squarings until the power is 2^50, where what the norm's choice adds has gone. */
const SQUARINGS = 50;

/**
 * The largest absolute value of an eigenvalue of a square matrix, by Gelfand's formula ρ = lim ‖Aᵏ‖^(1/k), where k
 * doubles by squaring. It needs no start vector, so matrices that split or turn in circles are no exception.
 */
export function spectralRadius(matrix: readonly (readonly number[])[]): number {
  if (matrix.some((row) => row.length !== matrix.length)) throw new RangeError("not a square matrix");
  let power: readonly (readonly number[])[] = matrix;
  let logScale = 0;
  let exponent = 1;
  for (let squaring = 0; squaring < SQUARINGS; squaring++) {
    const norm = normOf(power);
    if (norm === 0) return 0;
    const scaled = power.map((row) => row.map((value) => value / norm));
    logScale += Math.log(norm) / exponent;
    power = multiply(scaled, scaled);
    exponent *= 2;
  }
  return Math.exp(logScale + Math.log(normOf(power) || Number.MIN_VALUE) / exponent);
}

const normOf = (matrix: readonly (readonly number[])[]): number =>
  Math.max(0, ...matrix.map((row) => row.reduce((total, value) => total + Math.abs(value), 0)));

function multiply(a: readonly (readonly number[])[], b: readonly (readonly number[])[]): number[][] {
  return a.map((row) =>
    row.map((_, column) => row.reduce((total, value, k) => total + value * ((b[k] as number[])[column] as number), 0)),
  );
}
