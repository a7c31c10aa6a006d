/**
 * What one capture of a document showed, as the name of its input in the log says it: `lab/document TIME` where the text
 * is the document, and `lab/document TIME OUTCOME` where something else stood in its place or the document came back.
 */
export interface DocumentCapture {
  /** What `corrigible prove` takes. */
  readonly id: string;
  /** `lab/slug` */
  readonly document: string;
  /** In UTC, "2026-08-01T00:00:00Z". */
  readonly at: string;
  /** "document", or what stood in its place: "error-page", "login", … */
  readonly outcome: string;
}

/** The name of a capture's input. */
export function captureName({ document, at, outcome }: Omit<DocumentCapture, "id">, isVersion: boolean): string {
  return isVersion ? `${document} ${at}` : `${document} ${at} ${outcome}`;
}

/** Reads the name of an input of source `capture`; null where it is none. */
export function parseCaptureName(name: string): DocumentCapture | null {
  const [document = "", at = "", outcome = "document", ...more] = name.split(" ");
  if (more.length > 0 || !document.includes("/") || Number.isNaN(Date.parse(at))) return null;
  return { id: `capture/${name}`, document, at, outcome };
}
