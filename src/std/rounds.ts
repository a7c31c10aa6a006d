/** A round ends with the item that brings it to either. */
export interface RoundMax {
  readonly items: number;
  readonly bytes: number;
}

/** Cuts what has bytes into rounds, in its order, as it comes: none is empty. */
export function* inRounds<Item extends { readonly bytes: Uint8Array }>(
  all: Iterable<Item>,
  max: RoundMax,
): Generator<readonly Item[]> {
  let round: Item[] = [];
  let bytes = 0;
  for (const item of all) {
    round.push(item);
    bytes += item.bytes.byteLength;
    if (round.length < max.items && bytes < max.bytes) continue;
    yield round;
    [round, bytes] = [[], 0];
  }
  if (round.length > 0) yield round;
}
