export { type BlobIds, compareDocuments, DETECTOR_VERSION } from "./compare.ts";
