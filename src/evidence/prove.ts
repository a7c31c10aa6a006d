import * as z from "zod";
import { type Entry, entrySchema } from "../model/index.ts";
import { canonicalJson, EXIT, UserError } from "../std/index.ts";
import {
  formatTlogProof,
  leafHash,
  openCheckpoint,
  parseNote,
  parseTlogProof,
  TlogError,
  type TlogProof,
  verifyInclusion,
} from "../tlog/index.ts";
import { encodeEntry } from "./entry-bytes.ts";
import { decodeText } from "./layout.ts";
import type { EvidenceReader } from "./reader.ts";

/**
 * Proofs that need nothing beside them: a C2SP tlog-proof whose `extra` carries the entry and the log's key.
 * Format page: docs/formats/proofs.md.
 */

const extraSchema = z.strictObject({ entry: entrySchema, vkey: z.string() });

/** What a verified proof says. */
export interface ProvedEntry {
  readonly entry: Entry;
  readonly index: number;
  /** Name of the log, its size when the proof was made, and its root then, in hexadecimal. */
  readonly origin: string;
  readonly treeSize: number;
  readonly root: string;
  /** The key that signed. A proof brings its own: without a key of yours it only shows that nothing is altered. */
  readonly vkey: string;
}

/** Twice what the largest entry, 63 hashes and a checkpoint with 100 signatures need. */
const PROOF_CHARACTERS_MAX = 2_400_000;

/**
 * The proof that the log holds its entry `index`, checked before it is given. Throws a UserError where the log is
 * damaged or `vkey` is not the key that signed it. `cosigned`: the newest checkpoint with signatures of witnesses, to be put in.
 */
export function proveEntry(evidence: EvidenceReader, index: number, vkey: string, cosigned?: string): string {
  const extra = Buffer.from(canonicalJson({ entry: evidence.entry(index), vkey }));
  const hashes = evidence.inclusionProof(index);
  const checkpoint = cosigned ?? evidence.checkpoint;
  if (!isOfSameTree(checkpoint, evidence.checkpoint)) {
    throw new UserError("that is not the log's newest checkpoint; have it cosigned anew");
  }
  const proof = formatTlogProof({ extra, index, hashes, checkpoint });
  try {
    verifyProof(proof, { vkey });
    return proof;
  } catch (cause) {
    if (!(cause instanceof UserError)) throw cause;
    throw new UserError(`entry ${index} cannot be proved: ${cause.message}; run corrigible verify`, EXIT.outside, {
      cause,
    });
  }
}

function isOfSameTree(cosigned: string, checkpoint: string): boolean {
  try {
    return parseNote(cosigned).text === parseNote(checkpoint).text;
  } catch (error) {
    if (error instanceof TlogError) return false;
    throw error;
  }
}

/**
 * What the proof shows, verified offline. `vkey`: the key that must have signed; by default the one that the proof
 * brings. Throws a UserError (exit 1) where the proof does not hold.
 */
export function verifyProof(text: string, { vkey }: { readonly vkey?: string } = {}): ProvedEntry {
  try {
    if (text.length > PROOF_CHARACTERS_MAX) throw new TlogError("the file is too large");
    const proof = parseTlogProof(text);
    const extra = parseExtra(proof);
    if (vkey !== undefined && vkey !== extra.vkey) throw new TlogError(`it is signed by another key, ${extra.vkey}`);
    return { ...checkInclusion(proof, extra.entry, extra.vkey), vkey: extra.vkey };
  } catch (cause) {
    if (!(cause instanceof TlogError || cause instanceof UserError)) throw cause;
    throw new UserError(`the proof does not hold: ${cause.message}`, EXIT.problem, { cause });
  }
}

function checkInclusion(proof: TlogProof, entry: Entry, vkey: string): Omit<ProvedEntry, "vkey"> {
  const { index, hashes, checkpoint } = proof;
  const { origin, size, root } = openCheckpoint(checkpoint, vkey);
  verifyInclusion({ leafHash: leafHash(encodeEntry(entry)), index, size, root, proof: hashes });
  return { entry, index, origin, treeSize: size, root: Buffer.from(root).toString("hex") };
}

/** The attacker may have written this; only the signature and the hashes say whether the entry is right. */
function parseExtra({ extra }: TlogProof): z.infer<typeof extraSchema> {
  try {
    const text = decodeText(extra ?? new Uint8Array());
    const parsed = extraSchema.parse(JSON.parse(text));
    if (canonicalJson(parsed) !== text) throw new Error("not in canonical form");
    return parsed;
  } catch (cause) {
    throw new TlogError("its line extra does not hold an entry and a key", { cause });
  }
}
