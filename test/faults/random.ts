/** Numbers that look random and follow from a seed alone, so that a run can be repeated. */
export interface Random {
  /** 0 to 1, 1 excluded. */
  next(): number;
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number;
  pick<T>(from: readonly T[]): T;
}

/** Chooses what is lowest and first: of a power cut, that all is lost that may be. */
export const LOWEST: Random = {
  next: () => 0.999,
  between: (low) => low,
  pick: <T>(from: readonly T[]): T => from[0] as T,
};

/** Mulberry32 over a hash (FNV-1a) of the seed's text. */
export function randomOf(seed: string): Random {
  let state = 0x811c9dc5;
  for (const byte of Buffer.from(seed)) state = Math.imul(state ^ byte, 0x01000193);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    between,
    pick<T>(from: readonly T[]): T {
      const found = from[between(0, from.length - 1)];
      if (found === undefined) throw new RangeError("nothing to pick from");
      return found;
    },
  };
}
