import type { ControlMeans, ControlRelation } from "../../model/index.ts";

/** Who could do what to whom on one day. Parties are told apart by id; a legal form at the end makes no other party. */
export interface ControlGraph {
  /** In UTC, `2023-11-17`. */
  readonly date: string;
  /** In force on that day, in the order given. */
  readonly relations: readonly ControlRelation[];
  /** Relations by the party that they bear on. */
  readonly into: ReadonlyMap<string, readonly ControlRelation[]>;
  /** Id → name of each party of a relation in force. */
  readonly parties: ReadonlyMap<string, string>;
}

/** Means by which the one that has them decides by rule; all other means press without deciding. */
const DECIDES: ReadonlySet<ControlMeans> = new Set(["removal", "veto", "appointment", "regulation"]);
/** Means whose weight is a share of votes: they decide from more than half on. */
const VOTES: ReadonlySet<ControlMeans> = new Set(["voting-shares", "board-seats"]);
const HALF_PERCENT = 50;

/** Whether the relation alone lets its controller decide. */
export function decidesAlone({ means, sharePercent }: ControlRelation): boolean {
  return DECIDES.has(means) || (VOTES.has(means) && sharePercent !== null && sharePercent > HALF_PERCENT);
}

/** Whether the relation is a share of votes that may decide together with others of its kind. */
export function isVote({ means }: ControlRelation): boolean {
  return VOTES.has(means);
}

/** The graph of the relations in force on a day. */
export function graphOn(relations: readonly ControlRelation[], date: string): ControlGraph {
  const inForce = relations
    .filter(({ start, end }) => (start ?? date) <= date && date <= (end ?? date))
    .map((relation) => ({
      ...relation,
      controller: partyKey(relation.controller),
      controlled: partyKey(relation.controlled),
    }));
  const parties = new Map<string, string>();
  for (const { controller, controllerName, controlled, controlledName } of inForce) {
    nameParty(parties, controller, controllerName);
    nameParty(parties, controlled, controlledName);
  }
  return { date, relations: inForce, into: Map.groupBy(inForce, ({ controlled }) => controlled), parties };
}

/** Records write one party as an id or as a name: the name is shown. */
function nameParty(parties: Map<string, string>, id: string, name: string): void {
  const known = parties.get(id);
  if (known === undefined || known === id) parties.set(id, name);
}

const LEGAL_FORM = /-(?:pbc|inc|llc|lp|ltd|plc|corp|corporation)$/;

/** `anthropic-pbc` and `anthropic` are one party. */
export function partyKey(id: string): string {
  return id.replace(LEGAL_FORM, "");
}

/** Who votes in a body, and with how many votes it decides. */
export interface Body {
  readonly members: readonly string[];
  readonly quota: number;
  /** Whether the quota is recorded; if not, more than half is taken. */
  readonly quotaKnown: boolean;
}

/** The members of a party on the graph's day by its newest relation that names them; null where none does. */
export function bodyOf({ relations }: ControlGraph, party: string): Body | null {
  const named = relations
    .filter(({ controller, members }) => controller === party && members !== undefined && members.length > 0)
    .toSorted((a, b) => ((a.start ?? "") < (b.start ?? "") ? 1 : -1))[0];
  if (named?.members === undefined) return null;
  const majority = Math.floor(named.members.length / 2) + 1;
  return { members: named.members, quota: named.quota ?? majority, quotaKnown: named.quota !== undefined };
}

/** What is known on a day of whether the relation held when used. */
export function testedOn(relation: ControlRelation, date: string): ControlRelation["tested"] {
  return relation.testedOn !== undefined && relation.testedOn > date ? "untested" : relation.tested;
}
