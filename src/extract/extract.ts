import type { Declaration } from "./declaration.ts";
import { findDocument } from "./find/find.ts";
import type { ElementNode, PageNode } from "./html/node.ts";
import { parseHtml } from "./html/parse.ts";
import { collapse } from "./markdown/collapse.ts";
import { renderMarkdown } from "./markdown/render.ts";
import { preparePage } from "./prepare.ts";
import { removeDeclared, selectDeclared } from "./select/apply.ts";

const NOTHING: Declaration = { fetch: undefined, select: [], remove: [], removeQueryParams: [], unknownFilters: [] };

export interface ExtractOptions {
  readonly declaration?: Declaration | undefined;
  /** Address of the page where the declaration names none. */
  readonly url?: string | undefined;
  /** The document's text before, in Markdown. */
  readonly previous?: string | undefined;
}

export interface Extracted {
  readonly markdown: string;
  /** What went wrong or is uncertain, a line each. */
  readonly notices: readonly string[];
}

/** The document of a page as Markdown. */
export function extractHtml(page: string, { declaration = NOTHING, url }: ExtractOptions): Extracted {
  const document: ElementNode = parseHtml(page);
  preparePage(document, declaration.fetch ?? url, declaration);
  const notices = removeDeclared(document, declaration.remove);
  if (declaration.select.length === 0) return { markdown: toMarkdown(findDocument(document)), notices };
  const { nodes, problems } = selectDeclared(document, declaration.select);
  const markdown = toMarkdown(nodes);
  return { markdown, notices: [...notices, ...problems] };
}

function toMarkdown(nodes: readonly PageNode[]): string {
  return renderMarkdown(collapse(nodes));
}
