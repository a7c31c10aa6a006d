import type { Declaration } from "./declaration.ts";
import { findDocument, proseOf } from "./find/find.ts";
import type { PageNode } from "./html/node.ts";
import { parseHtml } from "./html/parse.ts";
import { collapse } from "./markdown/collapse.ts";
import { renderMarkdown } from "./markdown/render.ts";
import { preparePage } from "./prepare.ts";
import { Query } from "./select/query.ts";
import { removeDeclared, selectDeclared } from "./select/apply.ts";

const NOTHING: Declaration = { fetch: undefined, select: [], remove: [], removeQueryParams: [], unknownFilters: [] };

/** Share of the document found by itself below which what failing selectors still gave is a hole. */
const HOLE_SHARE = 0.5;

/** Prose in characters below which what matching selectors gave may be an empty frame, and how much more makes it one. */
const FRAME_PROSE_MAX = 100;
const FRAME_TIMES = 10;

export interface ExtractOptions {
  readonly declaration?: Declaration | undefined;
  /** Address of the page where the declaration names none. */
  readonly url?: string | undefined;
  /** The document's text before, in Markdown: where no selector helps, it is found by that. */
  readonly previous?: string | undefined;
}

export interface Extracted {
  /** The document's text; "" where the page has none. */
  readonly markdown: string;
  /** What went wrong or is uncertain, a line each. */
  readonly notices: readonly string[];
}

/**
 * The document of a page as Markdown, by the selectors of its declaration. Where they fail or there are none the
 * document is found by itself, with a notice. Takes any page and never fails.
 */
export function extractHtml(page: string, options: ExtractOptions): Extracted {
  const { declaration = NOTHING, previous } = options;
  const { document, notices } = readPage(page, options);
  const query = new Query(document);
  notices.push(...removeDeclared(query, declaration.remove));
  const { nodes, problems } = selectDeclared(query, declaration.select);
  notices.push(...problems);
  const markdown = toMarkdown(nodes, notices);
  const selected = proseOf(nodes);
  if (markdown !== "" && problems.length === 0 && selected >= FRAME_PROSE_MAX) return { markdown, notices };

  const found = findDocument(document, previous);
  const isHole = problems.length > 0 ? selected < HOLE_SHARE * proseOf(found) : FRAME_TIMES * selected < proseOf(found);
  if (markdown !== "" && !isHole) return { markdown, notices };
  if (declaration.select.length > 0) notices.push("the selectors do not give the document: it was found by itself");
  return { markdown: toMarkdown(keepRemoved(found, page, options, notices), notices), notices };
}

function readPage(page: string, { declaration = NOTHING, url }: ExtractOptions) {
  const address = declaration.fetch ?? url;
  const { document, isCut } = parseHtml(page);
  preparePage(document, address, declaration);
  const notices = declaration.unknownFilters.map((name) => `the filter ${name} is a program of its service: skipped`);
  if (isCut) notices.push("the page has more tags than are read: the end of it is text without structure");
  if (address === undefined) notices.push("the page's address is not known: relative links stay as they are");
  return { document, notices };
}

/** The document with what the declaration removes, if that is most of it: a page changes, and its declaration does not. */
function keepRemoved(found: PageNode[], page: string, options: ExtractOptions, notices: string[]): PageNode[] {
  if (options.declaration === undefined || options.declaration.remove.length === 0) return found;
  const whole = findDocument(readPage(page, options).document, options.previous);
  if (proseOf(found) >= HOLE_SHARE * proseOf(whole)) return found;
  notices.push("what is to be removed is most of the document: it was kept");
  return whole;
}

function toMarkdown(nodes: readonly PageNode[], notices: string[]): string {
  const { root, isCut } = collapse(nodes);
  if (isCut) notices.push("the page is too large: its end is left out");
  return renderMarkdown(root);
}
