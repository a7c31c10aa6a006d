import { getDocumentProxy } from "unpdf";
import type { Extracted } from "../extract.ts";
import { type Line, linesOf, type Piece } from "./lines.ts";
import { dropRunning } from "./running.ts";
import { writeLines } from "./write.ts";

/** Pages of a PDF that are read. */
const PAGES_MAX = 500;
/** Pieces of text of one page that are read. */
const PIECES_MAX = 50_000;

/** Columns come in the order in which the file writes them, tables as lines. */
export async function extractPdf(bytes: Uint8Array): Promise<Extracted> {
  // The library keeps the bytes, and takes them away from who gave them.
  const document = await getDocumentProxy(Uint8Array.from(bytes), { verbosity: 0 });
  const notices: string[] = [];
  if (document.numPages > PAGES_MAX) notices.push(`of ${document.numPages} pages the first ${PAGES_MAX} are read`);
  const pages: Line[][] = [];
  for (let number = 1; number <= Math.min(document.numPages, PAGES_MAX); number++) {
    const page = await document.getPage(number);
    const { items } = await page.getTextContent();
    const [, bottom = 0, , top = 0] = page.view;
    pages.push(linesOf(items.slice(0, PIECES_MAX).flatMap(toPiece), number, top - bottom));
    page.cleanup();
  }
  await document.loadingTask.destroy();
  return { markdown: writeLines(dropRunning(pages)), notices };
}

/** What the library gives: text with its place, or a mark of structure, which has none. */
function toPiece(item: object): Piece[] {
  if (!("str" in item && "transform" in item && "fontName" in item && "hasEOL" in item)) return [];
  const [, b = 0, , d = 0, x = 0, y = 0] = (item.transform as number[]) ?? [];
  return [
    {
      text: String(item.str),
      x,
      y,
      size: Math.hypot(b, d),
      font: String(item.fontName),
      endsLine: item.hasEOL === true,
    },
  ];
}
