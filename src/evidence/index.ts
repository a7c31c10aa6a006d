export { createEvidence, type NewEvidence } from "./create.ts";
export { type ProvedEntry, proveEntry, verifyProof } from "./prove.ts";
export { type EvidenceReader, openEvidence } from "./reader.ts";
export { type EvidencePaths, type EvidenceWriter, openEvidenceWriter } from "./writer.ts";
export type { Problem } from "./problem.ts";
export { type Verification, verifyEvidence } from "./verify.ts";
export { type Cosigned, verifyCosigned } from "./verify-cosigned.ts";
export { type ReadLogFile, witnessLog } from "./witness.ts";
