import type { Tag } from "./structure.ts";

/** A line of a PDF's page: pieces of text that stand side by side. */
export interface Line {
  readonly text: string;
  /** Place of its beginning in points, from the left and from the bottom of the page. */
  readonly x: number;
  readonly y: number;
  /** Height of its letters in points. */
  readonly size: number;
  /** The font of all its letters; null where it has several. */
  readonly font: string | null;
  readonly page: number;
  /** Height of its page in points. */
  readonly pageHeight: number;
  /** What a tagged PDF says of it. */
  readonly tag: Tag | null;
}

/** A piece of text as the PDF library gives it. */
export interface Piece {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly font: string;
  /** Whether the line ends behind it. */
  readonly endsLine: boolean;
  readonly tag: Tag | null;
}

/** Share of the line's height by which a piece may stand higher or lower. */
const BASELINE_SHARE = 0.6;

/** Share of the line's height up to which a number that stands higher calls a footnote. */
const CALL_SHARE = 0.8;

/** Puts the pieces of a page together to lines, in the order in which the page writes them. */
export function linesOf(pieces: readonly Piece[], page: number, pageHeight: number): Line[] {
  const lines: Line[] = [];
  let current: Piece[] = [];
  const flush = (): void => {
    const line = toLine(current, page, pageHeight);
    if (line !== null) lines.push(line);
    current = [];
  };
  for (const piece of pieces) {
    const [first] = current;
    if (first !== undefined && piece.text.trim() !== "" && !isBeside(piece, first)) flush();
    if (piece.text !== "") current.push(piece);
    if (piece.endsLine) flush();
  }
  flush();
  return lines;
}

function isBeside(piece: Piece, first: Piece): boolean {
  if (piece.tag !== null && first.tag !== null && piece.tag.key !== first.tag.key) return false;
  return Math.abs(piece.y - first.y) <= BASELINE_SHARE * Math.max(piece.size, first.size);
}

function toLine(pieces: readonly Piece[], page: number, pageHeight: number): Line | null {
  const letters = pieces.filter(({ text }) => text.trim() !== "");
  const [first] = letters;
  if (first === undefined) return null;
  const size = Math.max(...letters.map((piece) => piece.size));
  const { y } = letters.find((piece) => piece.size === size) ?? first;
  const text = pieces.map((piece) => (isCall(piece, size, y, first) ? `[^${piece.text.trim()}]` : piece.text)).join("");
  const fonts = new Set(letters.map(({ font }) => font));
  const font = fonts.size === 1 ? first.font : null;
  return {
    text: text.replaceAll(/\s+/g, " ").replaceAll(" [^", "[^").trim(),
    x: first.x,
    y,
    size,
    font,
    page,
    pageHeight,
    tag: first.tag,
  };
}

function isCall(piece: Piece, size: number, y: number, first: Piece): boolean {
  return piece !== first && piece.size <= CALL_SHARE * size && piece.y > y && /^\s?\d{1,3}\s?$/.test(piece.text);
}
