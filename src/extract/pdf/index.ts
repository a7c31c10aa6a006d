import { getDocumentProxy } from "unpdf";
import type { Extracted } from "../extract.ts";
import { type Line, linesOf, type Piece } from "./lines.ts";
import { dropRunning } from "./running.ts";
import { readTags, type Tag } from "./structure.ts";
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
    const { items } = await page.getTextContent({ includeMarkedContent: true });
    const [, bottom = 0, , top = 0] = page.view;
    const tags = readTags(await page.getStructTree());
    pages.push(linesOf(piecesOf(items.slice(0, PIECES_MAX), tags), number, top - bottom));
    page.cleanup();
  }
  await document.loadingTask.destroy();
  return { markdown: writeLines(dropRunning(pages)), notices };
}

/** Pieces of text with their tags; what the page marks as no part of the document (running headers) is left out. */
function piecesOf(items: readonly object[], tags: ReadonlyMap<string, Tag>): Piece[] {
  const pieces: Piece[] = [];
  const marks: { readonly tag: Tag | null; readonly isArtifact: boolean }[] = [];
  for (const item of items) {
    const around = marks.at(-1) ?? { tag: null, isArtifact: false };
    if ("type" in item) {
      if (item.type === "endMarkedContent") marks.pop();
      else marks.push({ tag: tagOf(item, tags) ?? around.tag, isArtifact: around.isArtifact || isArtifact(item) });
    } else if (!around.isArtifact) pieces.push(...toPiece(item, around.tag));
  }
  return pieces;
}

function tagOf(item: object, tags: ReadonlyMap<string, Tag>): Tag | undefined {
  return "id" in item && typeof item.id === "string" ? tags.get(item.id) : undefined;
}

function isArtifact(item: object): boolean {
  return "tag" in item && item.tag === "Artifact";
}

function toPiece(item: object, tag: Tag | null): Piece[] {
  if (!("str" in item && "transform" in item && "fontName" in item && "hasEOL" in item)) return [];
  const [, b = 0, , d = 0, x = 0, y = 0] = (item.transform as number[]) ?? [];
  const size = Math.hypot(b, d);
  return [{ text: String(item.str), x, y, size, font: String(item.fontName), endsLine: item.hasEOL === true, tag }];
}
