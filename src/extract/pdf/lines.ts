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
    if (first !== undefined && Math.abs(piece.y - first.y) > BASELINE_SHARE * Math.max(piece.size, first.size)) flush();
    if (piece.text !== "") current.push(piece);
    if (piece.endsLine) flush();
  }
  flush();
  return lines;
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
  };
}

function isCall(piece: Piece, size: number, y: number, first: Piece): boolean {
  return piece !== first && piece.size <= CALL_SHARE * size && piece.y > y && /^\s?\d{1,3}\s?$/.test(piece.text);
}
