import type { ExtractOptions, Extracted } from "../extract/index.ts";
import type { Capture, TrackedPage } from "../sources/index.ts";
import { formatInstant, oneLine } from "../std/index.ts";

/** The pages as they are declared, where that stands, and the document's text before, if there is one. */
export interface ReadOptions {
  readonly pages: readonly TrackedPage[];
  /** For messages: `tracked/openai.yaml:3`. */
  readonly place: string;
  readonly previous: string | undefined;
}

/**
 * The document's text, its pages joined, as it would be recorded: Markdown that ends with a line break; "" where none is
 * found. `captures`: one a page, of the page's address as requested. Throws a UserError where a declaration is wrong.
 */
export async function readText(
  captures: readonly Capture[],
  { pages, place, previous }: ReadOptions,
): Promise<{ readonly text: string; readonly notices: readonly string[] }> {
  const parts: string[] = [];
  const notices: string[] = [];
  for (const capture of captures) {
    const { url, requested } = capture;
    const declared = pages.find((one) => one.url === requested) ?? { url };
    const declaration = await readDeclaration({ ...declared, url }, place);
    const extracted = await readPage(capture, { declaration, url, previous });
    // A document without one of its pages would be recorded as changed.
    if (extracted instanceof Error) return { text: "", notices: [`${requested}: ${oneLine(extracted.message)}`] };
    parts.push(extracted.markdown.trim());
    notices.push(...extracted.notices.map((notice) => `${requested}: ${notice}`));
  }
  const joined = parts.filter((part) => part !== "").join("\n\n");
  return { text: joined === "" ? "" : `${joined}\n`, notices };
}

/** The text of a page; an error that says why where none can be read in it. */
async function readPage({ text, body }: Capture, options: ExtractOptions): Promise<Extracted | Error> {
  // Loaded here: an audit reads no pages.
  const { decodePage, extractHtml } = await import("../extract/index.ts");
  const page = body === null ? null : decodePage(body);
  if (page?.kind === "pdf") return readPdf(body as Uint8Array);
  // What the capture took for text is text, whatever bytes are in it.
  const html = text ?? (page?.kind === "text" ? page.text : null);
  return html === null ? new Error("no text in it") : extractHtml(html, options);
}

/** Gives an error for one that is damaged or encrypted: sites serve such. */
async function readPdf(bytes: Uint8Array): Promise<Extracted | Error> {
  const { extractPdf } = await import("../extract/index.ts");
  try {
    return await extractPdf(bytes);
  } catch (error) {
    return new Error(`a PDF that cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** What a page's declaration says, checked. Throws a UserError that names `place`. */
export async function readDeclaration({ url, select, remove, filter }: TrackedPage, place: string) {
  const { parseDeclaration } = await import("../extract/index.ts");
  return parseDeclaration(JSON.stringify({ fetch: url, select, remove, filter }), place, undefined);
}

/** When the last exchange of a document's pages was asked for, in UTC to the second; undefined where none was. */
export function momentOf(captures: readonly Pick<Capture, "hops">[]): string | undefined {
  const times = captures.flatMap(({ hops }) => hops.map(({ at }) => Date.parse(at)));
  return times.length === 0 ? undefined : formatInstant(new Date(Math.max(...times)));
}
