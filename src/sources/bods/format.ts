import { createHash } from "node:crypto";
import type { ControlRelation } from "../../model/index.ts";
import { canonicalJson } from "../../std/index.ts";
import { ID_SCHEME } from "./control.ts";
import { formatDetails, ownOf, TYPE_OF_MEANS } from "./means.ts";
import type { BodsStatement, EntityStatement, RelationshipStatement } from "./statement.ts";

export interface BodsPublication {
  /** Day on which the statements are made and published, `2026-08-01`. */
  readonly date: string;
  readonly publisher: string;
}

/**
 * A control graph as a package of the Beneficial Ownership Data Standard 0.4: a statement for each party, then one for
 * each edge. Equal graphs on equal days give equal packages, byte for byte as JSON. An edge's evidence stands in its
 * source's description.
 */
export function formatBods(relations: readonly ControlRelation[], publication: BodsPublication): BodsStatement[] {
  const parties = new Map<string, EntityStatement>();
  for (const relation of relations) {
    const { controller, controllerName, controlled, controlledName } = relation;
    for (const [id, name] of [[controlled, controlledName] as const, [controller, controllerName] as const]) {
      if (!parties.has(id)) parties.set(id, formatParty(id, name, publication));
    }
  }
  const edges = relations.map((relation) => formatRelation(relation, publication));
  return [...parties.values(), ...new Map(edges.map((edge) => [edge.recordId, edge])).values()];
}

function formatParty(id: string, name: string, publication: BodsPublication): EntityStatement {
  const recordDetails: EntityStatement["recordDetails"] = {
    isComponent: false,
    // The records tell what a party can do, not what it is registered as.
    entityType: { type: "legalEntity", subtype: "other", details: "organisation, body or role" },
    name,
    identifiers: [{ id, schemeName: ID_SCHEME }],
  };
  const identified = { recordId: id, recordType: "entity", recordDetails } as const;
  return { ...stamp(identified, publication), declarationSubject: id, ...identified };
}

function formatRelation(relation: ControlRelation, publication: BodsPublication): RelationshipStatement {
  const { sharePercent, start, end } = relation;
  const own = ownOf(relation);
  const recordDetails = {
    isComponent: false,
    subject: relation.controlled,
    interestedParty: relation.controller,
    interests: [
      {
        type: TYPE_OF_MEANS[relation.means],
        // Whether anyone stands between the two is not recorded.
        directOrIndirect: "unknown" as const,
        beneficialOwnershipOrControl: false,
        details: formatDetails(relation),
        ...(sharePercent === null ? {} : { share: { exact: sharePercent } }),
        ...(start === null ? {} : { startDate: start }),
        ...(end === null ? {} : { endDate: end }),
        ...(Object.keys(own).length === 0 ? {} : { corrigible: own }),
      },
    ],
  };
  const source = { description: relation.evidence };
  const recordId = `relation-${hash({ recordDetails, source })}`;
  const identified = { recordId, recordType: "relationship", recordDetails } as const;
  return { ...stamp(identified, publication), declarationSubject: relation.controlled, source, ...identified };
}

/** What every statement has: an id that follows from what it says, and who says it when. */
function stamp(
  identified: object,
  { date, publisher }: BodsPublication,
): Pick<BodsStatement, "statementId" | "statementDate" | "recordStatus" | "publicationDetails"> {
  return {
    statementId: hash({ identified, date, publisher }),
    statementDate: date,
    recordStatus: "new",
    publicationDetails: { publicationDate: date, bodsVersion: "0.4", publisher: { name: publisher } },
  };
}

function hash(value: object): string {
  return createHash("sha256").update(canonicalJson(value)).digest("hex");
}
