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
export function extractHtml(page: string, { declaration = NOTHING, url, previous }: ExtractOptions): Extracted {
  const address = declaration.fetch ?? url;
  const { document, isCut } = parseHtml(page);
  preparePage(document, address, declaration);
  const notices = declaration.unknownFilters.map((name) => `the filter ${name} is a program of its service: skipped`);
  if (isCut) notices.push("the page has more tags than are read: the end of it is text without structure");
  if (address === undefined) notices.push("the page's address is not known: relative links stay as they are");
  const query = new Query(document);
  notices.push(...removeDeclared(query, declaration.remove));
  const { nodes, problems } = selectDeclared(query, declaration.select);
  notices.push(...problems);
  const markdown = toMarkdown(nodes, notices);
  if (declaration.select.length > 0 && markdown !== "" && problems.length === 0) return { markdown, notices };
  const selected = proseOf(nodes, document);
  const found = findDocument(document, previous);
  if (markdown !== "" && selected >= HOLE_SHARE * proseOf(found, document)) return { markdown, notices };
  if (declaration.select.length > 0) notices.push("the selectors do not give the document: it was found by itself");
  return { markdown: toMarkdown(found, notices), notices };
}

function toMarkdown(nodes: readonly PageNode[], notices: string[]): string {
  const { root, isCut } = collapse(nodes);
  if (isCut) notices.push("the page is too large: its end is left out");
  return renderMarkdown(root);
}
