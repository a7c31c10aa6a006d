import { decodeCount, decodeHash, encodeBase64 } from "./encoding.ts";
import { TlogError } from "./error.ts";

/**
 * Checkpoints, https://c2sp.org/tlog-checkpoint: a signed note whose text says how large a tree is and what its root is.
 *
 *     example.com/behind-the-sofa
 *     20852163
 *     CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
 *
 *     — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
 */
export interface Checkpoint {
  /** Names the log. */
  readonly origin: string;
  /** Leaves of the tree. */
  readonly size: number;
  readonly root: Uint8Array;
}

/** The text of the note. Extension lines, which the format does not recommend, are not written. */
export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${encodeBase64(root)}\n`;
}

/** The inverse of {@link formatCheckpoint}; extension lines are passed over. Throws a TlogError for any other text. */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin, size, root, ...more] = text.split("\n");
  if (more.pop() !== "") throw new TlogError("a checkpoint of fewer than three lines");
  if (!origin || !size || !root || more.includes("")) throw new TlogError("a checkpoint with an empty line");
  return { origin, size: decodeCount(size), root: decodeHash(root) };
}
