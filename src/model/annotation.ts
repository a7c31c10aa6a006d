/**
 * Quotes in the form of the W3C Web Annotation Data Model (https://www.w3.org/TR/annotation-model/): where a change
 * stands in the text of a version, by its words and by its place, and the text by its hash.
 */

/** Characters of the text before and after a quote: enough to tell it from its like. */
const CONTEXT_LENGTH = 48;

interface QuotePlace {
  /** Start and end in UTF-16 units, as a change has them. */
  readonly start: number;
  readonly end: number;
}

/** The selectors of a quote in a text. Positions count code points from 0, as the standard has it. */
function selectorsOf(text: string, { start, end }: QuotePlace): readonly object[] {
  const exact = text.slice(start, end);
  const from = countCodePoints(text.slice(0, start));
  return [
    {
      type: "TextQuoteSelector",
      exact,
      prefix: text.slice(Math.max(0, start - CONTEXT_LENGTH), start).toWellFormed(),
      suffix: text.slice(end, end + CONTEXT_LENGTH).toWellFormed(),
    },
    { type: "TextPositionSelector", start: from, end: from + countCodePoints(exact) },
  ];
}

/** Pairs of surrogates count once. */
function countCodePoints(text: string): number {
  return text.length - (text.match(/[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0);
}

/** A text by its SHA-256, as a URI (RFC 6920). `hex`: 64 digits. */
function nameByHash(hex: string): string {
  return `ni:///sha-256;${Buffer.from(hex, "hex").toString("base64url")}`;
}

interface QuotedChange {
  readonly id: string;
  readonly kind: string;
  readonly direction: string;
}

interface QuotedVersion {
  /** `document@<log index>`. */
  readonly id: string;
  /** SHA-256 of its text. */
  readonly blob: string;
  readonly text: string;
}

/** The annotation of one quote of a change: what became of these words, and where they stand. */
export function annotate(
  change: QuotedChange,
  side: "old" | "new",
  version: QuotedVersion,
  place: QuotePlace,
): Readonly<Record<string, unknown>> {
  return {
    "@context": "http://www.w3.org/ns/anno.jsonld",
    id: `urn:corrigible:${change.id}:${side}:${encodeURIComponent(version.id)}`,
    type: "Annotation",
    motivation: "classifying",
    body: [
      { type: "TextualBody", purpose: "classifying", value: change.kind },
      { type: "TextualBody", purpose: "classifying", value: change.direction },
    ],
    target: {
      type: "SpecificResource",
      source: { id: nameByHash(version.blob), type: "Text", format: "text/markdown" },
      selector: selectorsOf(version.text, place),
    },
  };
}
