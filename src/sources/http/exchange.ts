/** One request and its answer, as they went over the wire. */
export interface Hop {
  readonly url: string;
  /** Headers as sent, in order. */
  readonly requestHeaders: readonly (readonly [name: string, value: string])[];
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The body as sent, still compressed; transfer coding is undone. */
  readonly body: Uint8Array;
  /** When it was asked, in UTC, "2026-01-05T18:00:00.000Z". */
  readonly at: string;
}

/** What a capture is. Only a `document` is one; every other says what stood in its place. */
export const OUTCOMES = [
  "document",
  "unchanged",
  "blocked",
  "geo-wall",
  "consent-wall",
  "login",
  "error-page",
  "empty",
  "script-only",
  "not-text",
  "refused",
  "failed",
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** A page as it was captured, or why it was not. */
export interface Capture {
  /** The address asked for, and that of the last answer, after redirects. */
  readonly requested: string;
  readonly url: string;
  readonly outcome: Outcome;
  /** Why, in words; "" for a document. */
  readonly detail: string;
  /** Every exchange on the way, redirects first; none where nothing was sent. */
  readonly hops: readonly Hop[];
  /** Without its parameters: "text/html". */
  readonly mediaType: string | null;
  /** The page's text by its encoding; null for what is no text, and where there is none. */
  readonly text: string | null;
  readonly charset: string | null;
  /** Decompressed bytes of the last answer. */
  readonly body: Uint8Array | null;
  /** The page as its scripts made it, where a browser rendered it; `text` and `body` are it then. */
  readonly rendered?: {
    readonly html: string;
    readonly at: string;
    /** What the page asked for on the way. */
    readonly hops: readonly Hop[];
  };
}

/** The last value of a header, its name in any case. */
export function headerOf(headers: Hop["headers"], name: string): string | undefined {
  return headers.findLast(([one]) => one.toLowerCase() === name)?.[1];
}
