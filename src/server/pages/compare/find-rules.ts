import { visibleText } from "../../../clauses/index.ts";
import { findNorms, type FoundClause, listDocuments } from "../../../index/index.ts";
import { BadRequest } from "../../page.ts";
import { formatDay } from "../../report/words.ts";
import { perSite, type Site } from "../../site.ts";
import { type Matter, MATTERS } from "./matters.ts";

/** A lab's rules on a matter. */
export interface LabRules {
  readonly lab: string;
  /** In force on the day, the newest first. */
  readonly inForce: readonly FoundClause[];
  /** Of whatever day. */
  readonly ever: readonly FoundClause[];
  /** Documents of the lab that were recorded by the day. */
  readonly documents: number;
}

/** The matter of an id, or free words as a matter of their own. Throws BadRequest where there is nothing to look for. */
export function matterOf(id: string, words?: string): Matter {
  if (words !== undefined) {
    if (!/[\p{L}\p{N}]/u.test(words)) throw new BadRequest(`There is no word in “${words}” to look for.`);
    return { id: words, name: words, searches: [words] };
  }
  const known = MATTERS.find((matter) => matter.id === id);
  if (known) return known;
  const ids = MATTERS.map((matter) => matter.id).join(", ");
  throw new BadRequest(`We have no matter “${id}”; there are ${ids}. For other words: /compare?words=….`);
}

const documentsOf = perSite((site) => listDocuments(site.index));

/** Throws BadRequest for a day of which nothing is recorded, other than that of the report. */
export async function refuseOutside(site: Site, on: string): Promise<void> {
  const [first] = (await documentsOf(site)).map(({ first_date: date }) => date.slice(0, on.length)).toSorted();
  if (first !== undefined && on < first && on !== site.frame.asOf) {
    throw new BadRequest(`No document is recorded before ${formatDay(first)}.`);
  }
  if (on > site.frame.asOf) {
    throw new BadRequest(`${formatDay(on)} is after the day of this report, ${formatDay(site.frame.asOf)}.`);
  }
}

/**
 * Rules of labs on a matter: clauses that state a norm and are on it by their words. Every lab of `labs`, in
 * alphabetical order; undefined: those with such a rule on any day.
 */
export async function findRules(site: Site, matter: Matter, on: string, labs?: readonly string[]): Promise<LabRules[]> {
  const found = await findNorms(site.index, matter.searches);
  const byLab = Map.groupBy(found.filter(onMatter(matter)), ({ lab }) => lab);
  const end = `${on}T23:59:59Z`;
  const recorded = (await documentsOf(site)).filter(({ first_date: date }) => date <= end);
  const documents = Map.groupBy(recorded, ({ lab }) => lab);
  return (labs ?? [...byLab.keys()]).toSorted().map((lab) => {
    const ever = byLab.get(lab) ?? [];
    return {
      lab,
      ever,
      inForce: ever.filter(({ since, until }) => since <= end && (until === null || until > end)),
      documents: documents.get(lab)?.length ?? 0,
    };
  });
}

/** Whether a clause found by a matter's searches is on it. */
export function onMatter({ has }: Matter): (clause: Pick<FoundClause, "text">) => boolean {
  return ({ text }) => has === undefined || has.test(visibleText(text));
}
