import type { EvidenceReader } from "../evidence/index.ts";
import type { DocumentContent } from "../index/index.ts";
import { ALARM_CONFIDENCE, annotate } from "../model/index.ts";

/** Texts of versions held at a time: changes of one step quote the same two. */
const TEXTS_KEPT = 4;

/**
 * The quotes of a document's changes as lines of W3C Web Annotations: of those changes that matter, as lists show them (not
 * suppressed, with a direction, at least so sure).
 */
export function annotationWriter(evidence: Pick<EvidenceReader, "blob">): (content: DocumentContent) => string {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const kept = new Map<string, string>();
  const read = (blob: string): string => {
    const known = kept.get(blob);
    if (known !== undefined) return known;
    const text = decoder.decode(evidence.blob(blob));
    if (kept.size >= TEXTS_KEPT) kept.delete(kept.keys().next().value ?? "");
    kept.set(blob, text);
    return text;
  };
  return ({ versions, changes }) => {
    const blobs = new Map(versions.map(({ id, blob }) => [id, blob]));
    const lines: string[] = [];
    for (const { change, suppressed } of changes) {
      if (suppressed !== null || change.direction === "neutral" || change.confidence < ALARM_CONFIDENCE) continue;
      for (const side of ["old", "new"] as const) {
        const id = side === "old" ? change.oldVersion : change.newVersion;
        const blob = blobs.get(id);
        if (change[side] === null || blob === undefined) continue;
        lines.push(`${JSON.stringify(annotate(change, side, { id, blob, text: read(blob) }, change[side]))}\n`);
      }
    }
    return lines.join("");
  };
}
