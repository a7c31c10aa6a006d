import type { Selection } from "../declaration.ts";
import type { PageNode } from "../html/node.ts";
import { copyRange, deleteRange, findRange, placesOf } from "./range.ts";
import { type Query, SelectorError, showSelector } from "./query.ts";

/** Nodes that a selection may hold: overlapping selectors take a part twice, and hostile ones a page a thousand times. */
const SELECTED_MAX = 100_000;

/** What a declared selection gave, and what went wrong with it. */
export interface Selected {
  readonly nodes: PageNode[];
  readonly problems: string[];
}

/** Takes the declared parts out of the page. A selector that fails is told and leaves its part in. */
export function removeDeclared(query: Query, selections: readonly Selection[]): string[] {
  const problems: string[] = [];
  const nodes = new Set<PageNode>();
  const places = selections.some((selection) => typeof selection !== "string") ? placesOf(query.document) : new Map();
  const ranges = selections.flatMap((selection) =>
    attempt(problems, () => {
      if (typeof selection !== "string") return [findRange(query, places, selection)];
      for (const node of query.all(selection)) nodes.add(node);
      return [];
    }),
  );
  const parents = new Set([...nodes].map(({ parent }) => parent));
  for (const parent of parents) if (parent) parent.children = parent.children.filter((child) => !nodes.has(child));
  for (const range of ranges) deleteRange(query.document, places, range);
  return problems;
}

/** The declared parts of the page in the order of their selectors, each with all its matches. */
export function selectDeclared(query: Query, selections: readonly Selection[]): Selected {
  const problems: string[] = [];
  const nodes: PageNode[] = [];
  for (const selection of selections) {
    const found = attempt(problems, () => {
      if (typeof selection === "string") {
        const matches = query.all(selection);
        if (matches.length === 0) problems.push(`the selector ${showSelector(selection)} has no match`);
        return matches;
      }
      const places = placesOf(query.document);
      return copyRange(query.document, places, findRange(query, places, selection));
    });
    for (const node of found) if (nodes.length < SELECTED_MAX) nodes.push(node);
  }
  return { nodes, problems };
}

function attempt<T>(problems: string[], find: () => T[]): T[] {
  try {
    return find();
  } catch (error) {
    if (!(error instanceof SelectorError)) throw error;
    problems.push(error.message);
    return [];
  }
}
