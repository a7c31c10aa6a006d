import { type ParsedDocument, parseDocument } from "../clauses/index.ts";
import type { EvidenceReader } from "../evidence/index.ts";

/** Parsed texts held at a time: a document's versions are compared with their neighbours. */
const PARSED_TEXTS = 8;

/** Reads texts by their SHA-256 from the log and parses each; the last ones stay at hand. */
export function textReader(evidence: Pick<EvidenceReader, "blob">): (blob: string) => ParsedDocument {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const parsed = new Map<string, ParsedDocument>();
  return (blob) => {
    const known = parsed.get(blob);
    parsed.delete(blob);
    const document = known ?? parseDocument(decoder.decode(evidence.blob(blob)));
    parsed.set(blob, document);
    if (parsed.size > PARSED_TEXTS) parsed.delete(parsed.keys().next().value ?? "");
    return document;
  };
}
