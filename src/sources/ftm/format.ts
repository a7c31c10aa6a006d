import { createHash } from "node:crypto";
import type { ControlMeans, ControlRelation } from "../../model/index.ts";
import { canonicalJson } from "../../std/index.ts";

/** One entity of FollowTheMoney (https://followthemoney.tech): every property is a list of texts. */
export interface FtmEntity {
  readonly id: string;
  readonly schema: "Company" | "Organization" | "Ownership" | "Directorship" | "Payment" | "UnknownLink";
  readonly properties: Readonly<Record<string, readonly string[]>>;
}

/** What each means is in FollowTheMoney, and which properties hold its two ends: who, whom. */
const LINKS: Readonly<Record<ControlMeans, readonly [schema: FtmEntity["schema"], who: string, whom: string]>> = {
  "voting-shares": ["Ownership", "owner", "asset"],
  "board-seats": ["Directorship", "director", "organization"],
  funding: ["Payment", "payer", "beneficiary"],
  appointment: ["UnknownLink", "subject", "object"],
  removal: ["UnknownLink", "subject", "object"],
  veto: ["UnknownLink", "subject", "object"],
  contract: ["UnknownLink", "subject", "object"],
  regulation: ["UnknownLink", "subject", "object"],
  "exit-threat": ["UnknownLink", "subject", "object"],
};

const TESTED_WORDS = {
  held: "used, and it held",
  failed: "used, and it did not hold",
  untested: "never seen used",
} as const;

/**
 * A control graph as entities of FollowTheMoney: a party each, then an edge each, in the graph's order. A party that is
 * owned, or is one of `labs`, is a Company, which alone can be owned; any other an Organization: parties are organisations,
 * bodies and roles, never persons. Powers that FollowTheMoney has no word for are UnknownLinks whose `role` names them.
 */
export function formatFtm(relations: readonly ControlRelation[], labs: ReadonlySet<string>): FtmEntity[] {
  const owned = new Set(relations.filter(({ means }) => means === "voting-shares").map(({ controlled }) => controlled));
  const parties = new Map<string, FtmEntity>();
  for (const { controller, controllerName, controlled, controlledName } of relations) {
    for (const [id, name] of [[controlled, controlledName] as const, [controller, controllerName] as const]) {
      const schema = owned.has(id) || labs.has(id) ? "Company" : "Organization";
      if (!parties.has(id)) parties.set(id, { id: partyId(id), schema, properties: { name: [name] } });
    }
  }
  const edges = relations.map(formatEdge);
  return [...parties.values(), ...new Map(edges.map((edge) => [edge.id, edge])).values()];
}

function formatEdge(relation: ControlRelation): FtmEntity {
  const { controller, controlled, means, sharePercent, start, end, basis, tested, evidence } = relation;
  const [schema, who, whom] = LINKS[means];
  const words = `${means}: ${basis}`;
  return {
    id: `corrigible-edge-${createHash("sha256").update(canonicalJson(relation)).digest("hex").slice(0, ID_LENGTH)}`,
    schema,
    properties: {
      [who]: [partyId(controller)],
      [whom]: [partyId(controlled)],
      // A payment has no role but a purpose.
      ...(schema === "Payment" ? { purpose: [words] } : { role: [words], status: [TESTED_WORDS[tested]] }),
      ...(schema === "Ownership" && sharePercent !== null ? { percentage: [String(sharePercent)] } : {}),
      ...(start === null ? {} : { startDate: [start] }),
      ...(end === null ? {} : { endDate: [end] }),
      recordId: [evidence],
    },
  };
}

const ID_LENGTH = 24;

/** Ids of FollowTheMoney are of the whole world. */
const partyId = (id: string): string => `corrigible-${id}`;
