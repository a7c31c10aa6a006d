import { type ControlRelation, slug } from "../../model/index.ts";
import { graphOn, partyKey } from "./control-graph.ts";

/** The days that the records of control tell of. */
export interface ControlSpan {
  /** The first day on which a relation begins. */
  readonly first: string;
  readonly parties: ReadonlyMap<string, string>;
  /** The first day of a relation of each party. */
  readonly since: ReadonlyMap<string, string>;
}

/** Every party of every relation, of whatever day, and the first day that is recorded; null without a dated relation. */
export function controlSpan(relations: readonly ControlRelation[]): ControlSpan | null {
  const starts = relations.flatMap(({ start }) => start ?? []).toSorted();
  const [first] = starts;
  if (first === undefined) return null;
  // In reverse: where records name a party in several ways, the newest name stands.
  const byStart = relations.toSorted((a, b) => ((a.start ?? "") < (b.start ?? "") ? 1 : -1));
  const parties = graphOn(
    byStart.map((relation) => ({ ...relation, start: null, end: null })),
    first,
  ).parties;
  return { first, parties, since: firstDays(byStart, first) };
}

/** In reverse order of time, so that the oldest relation of each party stands. */
function firstDays(byStart: readonly ControlRelation[], first: string): Map<string, string> {
  return new Map(
    byStart.flatMap(({ controller, controlled, start }) =>
      [controller, controlled].map((party): [string, string] => [partyKey(party), start ?? first]),
    ),
  );
}

/**
 * The id of the party that a user names by its id or its name, in any spelling of case and signs, or by words of its name
 * that no other party has all of: "OpenAI board", "openai ceo". Null for none.
 */
export function findParty(parties: ReadonlyMap<string, string>, name: string): string | null {
  const id = partyKey(slug(name));
  if (parties.has(id)) return id;
  const same = [...parties].find(([, known]) => partyKey(slug(known)) === id);
  if (same !== undefined) return same[0];
  const asked = wordsOf(name);
  const [only, another] = [...parties].filter(([, known]) => asked.size > 0 && asked.isSubsetOf(wordsOf(known)));
  return only !== undefined && another === undefined ? only[0] : null;
}

/** Names of the bodies that have a member of this name, of whatever day: a director is no party, but has a vote in one. */
export function bodiesWithMember(relations: readonly ControlRelation[], name: string): string[] {
  const asked = wordsOf(name);
  const bodies = relations.filter(({ controllerName, members = [] }) => {
    const rest = asked.difference(wordsOf(controllerName));
    return rest.size > 0 && members.some((member) => rest.isSubsetOf(wordsOf(member)));
  });
  return [...new Set(bodies.map(({ controllerName }) => controllerName))];
}

function wordsOf(name: string): Set<string> {
  const words = slug(name)
    .replaceAll(/\bceo\b/g, "chief-executive")
    .split("-");
  return new Set(words.filter((word) => word !== ""));
}
