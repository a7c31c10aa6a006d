import { type FoundClause, listDocuments, searchClauses } from "../../../index/index.ts";
import type { Site } from "../../site.ts";
import { type Matter, MATTERS } from "./matters.ts";

/** Clauses looked at for one search: more than any matter has, since one that is cut off would show as no rule. */
const FOUND_MAX = 20_000;

/** A lab's rules on a matter. */
export interface LabRules {
  readonly lab: string;
  /** In force on the day, the newest first. */
  readonly inForce: readonly FoundClause[];
  /** Of whatever day. */
  readonly ever: readonly FoundClause[];
  /** Documents of the lab that were searched. */
  readonly documents: number;
}

/** The matter of an id, or free words as a matter of their own. */
export function matterOf(words: string): Matter {
  return MATTERS.find(({ id }) => id === words) ?? { id: words, name: words, searches: [words] };
}

/**
 * Rules of labs on a matter: clauses that bind and have the words of one of its searches. Every lab of `labs`, in
 * alphabetical order; undefined: those with such a rule on any day.
 */
export async function findRules(site: Site, matter: Matter, on: string, labs?: readonly string[]): Promise<LabRules[]> {
  const found = await Promise.all(matter.searches.map((text) => searchClauses(site.index, { text, limit: FOUND_MAX })));
  const clauses = new Map(
    found
      .flat()
      .map(({ clause }) => [`${clause.document} ${clause.firstVersion} ${clause.since} ${clause.text}`, clause]),
  );
  const binding = [...clauses.values()].filter(({ norm }) => norm !== "none");
  const byLab = Map.groupBy(binding, ({ lab }) => lab);
  const documents = Map.groupBy(await listDocuments(site.index), ({ lab }) => lab);
  const end = `${on}T23:59:59Z`;
  return (labs ?? [...byLab.keys()]).toSorted().map((lab) => {
    const ever = (byLab.get(lab) ?? []).toSorted((a, b) => (a.since < b.since ? 1 : -1));
    return {
      lab,
      ever,
      inForce: ever.filter(({ since, until }) => since <= end && (until === null || until > end)),
      documents: documents.get(lab)?.length ?? 0,
    };
  });
}
