import type { Extracted } from "./extract.ts";

export { decodePage } from "./decode.ts";
export { parseDeclaration } from "./declaration.ts";
export { extractHtml, type Extracted, type ExtractOptions } from "./extract.ts";

/**
 * The text of a PDF as Markdown: headings, lists, footnotes, without running headers and page numbers. "" where its
 * pages are images. Throws where the file is broken or locked.
 */
export async function extractPdf(bytes: Uint8Array): Promise<Extracted> {
  // Loaded here: a web page is read in half the time without it.
  const pdf = await import("./pdf/index.ts");
  return pdf.extractPdf(bytes);
}
