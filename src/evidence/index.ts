export { sha256Hex } from "./blob-bytes.ts";
export { type CopiedLog, copyLog } from "./copy-log.ts";
export { createEvidence, type NewEvidence } from "./create.ts";
export { type EvidenceMove, moveEvidence } from "./move.ts";
export { settleEvidence } from "./open-store.ts";
export {
  ANSWER_SECONDS_MAX,
  type BucketKeys,
  type BucketPlace,
  describePlace,
  type EvidencePlace,
  isSamePlace,
} from "./place.ts";
export { type ProvedEntry, proveEntry, verifyProof } from "./prove.ts";
export { type EvidenceReader, openEvidence } from "./reader.ts";
export { type EvidencePaths, type EvidenceWriter, openEvidenceWriter } from "./writer.ts";
export { AppendConflictError, type Problem } from "./problem.ts";
export { type Verification, verifyEvidence } from "./verify.ts";
export { type Cosigned, verifyCosigned } from "./verify-cosigned.ts";
export { evidenceFiles, type ReadLogFile, witnessLog } from "./witness.ts";
