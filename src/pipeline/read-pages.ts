import type { Capture, Tracked } from "../sources/index.ts";
import { formatInstant } from "../std/index.ts";

/** The document's text, its pages joined, as it would be recorded: Markdown that ends with a line break. */
export async function readText(
  tracked: Tracked,
  captures: readonly Capture[],
  previous: string | undefined,
): Promise<{ readonly text: string; readonly notices: readonly string[] }> {
  // Loaded here: an audit reads no pages.
  const { decodePage, extractHtml, extractPdf, parseDeclaration } = await import("../extract/index.ts");
  const { select, remove, place } = tracked;
  const parts: string[] = [];
  const notices: string[] = [];
  for (const { url, requested, text, body } of captures) {
    const page = body === null ? null : decodePage(body);
    if (page === null || page.kind === "binary") continue;
    const declaration = parseDeclaration(JSON.stringify({ fetch: url, select, remove }), place, undefined);
    const extracted =
      page.kind === "pdf"
        ? await extractPdf(body as Uint8Array)
        : extractHtml(text ?? page.text, { declaration, url, previous });
    parts.push(extracted.markdown.trim());
    notices.push(...extracted.notices.map((notice) => `${requested}: ${notice}`));
  }
  const joined = parts.filter((part) => part !== "").join("\n\n");
  return { text: joined === "" ? "" : `${joined}\n`, notices };
}

/** When the last exchange of a document's pages was asked for, in UTC to the second; undefined where none was. */
export function momentOf(captures: readonly Pick<Capture, "hops">[]): string | undefined {
  const times = captures.flatMap(({ hops }) => hops.map(({ at }) => Date.parse(at)));
  return times.length === 0 ? undefined : formatInstant(new Date(Math.max(...times)));
}
