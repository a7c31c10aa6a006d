import { EXIT, UserError } from "../std/index.ts";
import { nameOfWitness, openCheckpoint, openCosignature, TlogError } from "../tlog/index.ts";
import type { EvidenceReader } from "./reader.ts";

/** What a cosigned checkpoint says, verified. */
export interface Cosigned {
  readonly origin: string;
  readonly size: number;
  /** Root of the tree, in hexadecimal. */
  readonly root: string;
  readonly witness: string;
  /** When the witness cosigned, by its own clock: ISO 8601, UTC. */
  readonly time: string;
}

const MS = 1_000;

/**
 * Checks a checkpoint that a witness cosigned: both signatures, and, where a log is given, that it still begins with this
 * tree. Throws a UserError (exit 1) where any of it does not hold.
 */
export function verifyCosigned(
  note: string,
  { vkey, witness }: { readonly vkey: string; readonly witness: string },
  evidence?: Pick<EvidenceReader, "origin" | "size" | "rootAt">,
): Cosigned {
  try {
    const { origin, size, root } = openCheckpoint(note, vkey);
    const time = new Date(openCosignature(note, witness) * MS).toISOString();
    if (evidence) {
      if (evidence.origin !== origin) throw new TlogError(`it is of the log ${origin}, not of ${evidence.origin}`);
      if (evidence.size < size)
        throw new TlogError(`the log has ${evidence.size} entries, and had ${size}: a rollback`);
      if (Buffer.compare(evidence.rootAt(size), root) !== 0)
        throw new TlogError("the log does not begin with this tree: a fork");
    }
    return { origin, size, root: Buffer.from(root).toString("hex"), witness: nameOfWitness(witness), time };
  } catch (cause) {
    if (!(cause instanceof TlogError || cause instanceof RangeError)) throw cause;
    throw new UserError(`the cosigned checkpoint does not hold: ${cause.message}`, EXIT.problem, { cause });
  }
}
