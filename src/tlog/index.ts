export { decodeBundle, encodeBundle, ENTRY_BYTES_MAX } from "./bundle.ts";
export { type Checkpoint, formatCheckpoint, parseCheckpoint } from "./checkpoint-text.ts";
export { openCheckpoint, signCheckpoint } from "./checkpoint.ts";
export { addCosignature, makeWitnessKey, nameOfWitness, openCosignature, witnessVkeyOf } from "./cosignature.ts";
export { TlogError } from "./error.ts";
export {
  type ConsistencyClaim,
  EMPTY_ROOT,
  hashesFromLeaves,
  type HashReader,
  type InclusionClaim,
  leafHash,
  proveConsistency,
  proveInclusion,
  treeRoot,
  verifyConsistency,
  verifyInclusion,
} from "./merkle.ts";
export { makeSignerKey, nameOfVkey, openNote, signNote, vkeyOf } from "./note.ts";
export { formatNote, type Note, type NoteSignature, parseNote } from "./note-text.ts";
export {
  growTiles,
  hashesFromTiles,
  parseTilePath,
  partialTiles,
  type Tile,
  type TileId,
  tilePath,
  type TileReader,
  tilesOfLevel,
  tilesOfTree,
  TILE_WIDTH,
} from "./tiles.ts";
export { formatTlogProof, parseTlogProof, type TlogProof } from "./tlog-proof.ts";
