/** A pivot smaller than this share of the largest entry counts as 0. */
const PIVOT_MIN = 1e-10;

/** Solves a square system by elimination with pivots; undefined where it has no single solution. */
export function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] | undefined {
  const rows = matrix.map((row, i) => [...row, right[i] as number]);
  const smallest = PIVOT_MIN * Math.max(0, ...matrix.flat().map(Math.abs));
  for (let column = 0; column < rows.length; column++) {
    const size = (row: number): number => Math.abs((rows[row] as number[])[column] as number);
    let pivot = column;
    for (let row = column + 1; row < rows.length; row++) if (size(row) > size(pivot)) pivot = row;
    if (!(size(pivot) > smallest)) return undefined;
    [rows[column], rows[pivot]] = [rows[pivot] as number[], rows[column] as number[]];
    eliminate(rows, column);
  }
  return rows.map((row, i) => (row.at(-1) as number) / (row[i] as number));
}

function eliminate(rows: number[][], column: number): void {
  const own = rows[column] as number[];
  for (const [index, row] of rows.entries()) {
    if (index === column) continue;
    const factor = (row[column] as number) / (own[column] as number);
    for (let k = column; k < row.length; k++) row[k] = (row[k] as number) - factor * (own[k] as number);
  }
}
