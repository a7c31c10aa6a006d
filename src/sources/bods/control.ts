import { type ControlRelation, slug } from "../../model/index.ts";
import { findLab } from "../lab-names.ts";
import type { LeftOut } from "../table.ts";
import { ownOf, readControl } from "./means.ts";
import type { EvidentStatement } from "./parse.ts";
import type { BodsStatement, EntityStatement, Interest, RelationshipStatement } from "./statement.ts";

/** Names the scheme of identifiers under which a party's id of ours stands. */
export const ID_SCHEME = "Corrigible party";

export interface BodsControl {
  readonly control: readonly ControlRelation[];
  /** Relationships, or interests of one, that make no edge of the control graph. */
  readonly leftOut: readonly LeftOut[];
}

/**
 * The control graph that statements of all packages together say: one edge for each interest that is control, between
 * organisations. Of each record its newest statement counts.
 */
export function toControlRelations(statements: readonly EvidentStatement[]): BodsControl {
  const records = newestRecords(statements);
  const leftOut: LeftOut[] = [];
  const control = Array.from(records.values()).flatMap(({ evidence, statement }) => {
    if (statement.recordType !== "relationship") return [];
    const parties = findParties(records, statement);
    if (typeof parties !== "string") return readInterests(statement, evidence, parties, leftOut);
    leftOut.push({ evidence, why: parties });
    return [];
  });
  return { control, leftOut };
}

/** By record and publisher: record ids are a publisher's own. */
function newestRecords(statements: readonly EvidentStatement[]): Map<string, EvidentStatement> {
  const records = new Map<string, EvidentStatement>();
  for (const one of statements) {
    const key = recordKey(one.statement, one.statement.recordId);
    const known = records.get(key);
    if (!known || known.statement.statementDate <= one.statement.statementDate) records.set(key, one);
  }
  return records;
}

function recordKey({ publicationDetails }: BodsStatement, recordId: string): string {
  const { name, url } = publicationDetails?.publisher ?? {};
  return JSON.stringify([name ?? url ?? "", recordId]);
}

interface Party {
  readonly id: string;
  readonly name: string;
}

interface Parties {
  readonly controller: Party;
  readonly controlled: Party;
}

/** Both ends of a relationship, or why it is left out. */
function findParties(
  records: ReadonlyMap<string, EvidentStatement>,
  statement: RelationshipStatement,
): Parties | string {
  const { subject, interestedParty, componentRecords = [] } = statement.recordDetails;
  if (componentRecords.length > 0) return "an indirect relationship, told by its components";
  if (typeof subject !== "string" || typeof interestedParty !== "string") return "a party is not specified";
  const controlled = records.get(recordKey(statement, subject))?.statement;
  const controller = records.get(recordKey(statement, interestedParty))?.statement;
  if (!controlled || !controller) return "a party has no statement";
  if (controlled.recordType !== "entity" || controller.recordType !== "entity") return "a party is a person";
  return { controller: partyOf(controller), controlled: partyOf(controlled) };
}

function partyOf({ recordId, recordDetails }: EntityStatement): Party {
  const name = recordDetails.name ?? recordId;
  const ours = recordDetails.identifiers?.find(({ schemeName }) => schemeName === ID_SCHEME)?.id;
  return { id: ours ?? findLab(name) ?? slug(name), name };
}

function readInterests(
  statement: RelationshipStatement,
  evidence: string,
  { controller, controlled }: Parties,
  leftOut: LeftOut[],
): ControlRelation[] {
  const { interests = [] } = statement.recordDetails;
  if (interests.length === 0) leftOut.push({ evidence, why: "no interest is named" });
  const votes = interests.some(({ type }) => type === "votingRights");
  return interests.flatMap((interest) => {
    // Where votes are told, the shares that carry them are the same edge.
    if (votes && interest.type === "shareholding") return [];
    const known = readControl(interest);
    if (known === null) {
      leftOut.push({ evidence, why: `an interest that is no control: ${interest.type ?? "without a type"}` });
      return [];
    }
    const { means, basis, tested } = known;
    return {
      controller: controller.id,
      controlled: controlled.id,
      controllerName: controller.name,
      controlledName: controlled.name,
      means,
      sharePercent: exactShare(interest),
      start: interest.startDate ?? null,
      end: interest.endDate ?? closedOn(statement),
      basis,
      tested,
      ...ownOf(interest.corrigible ?? {}),
      evidence,
    };
  });
}

/** A range is no figure, unless its ends meet. */
function exactShare({ share }: Interest): number | null {
  if (share?.exact !== undefined) return share.exact;
  return share?.minimum !== undefined && share.minimum === share.maximum ? share.minimum : null;
}

/** A closed record without an end has ended when its publisher said so. */
function closedOn({ recordStatus, statementDate }: RelationshipStatement): string | null {
  return recordStatus === "closed" ? statementDate.slice(0, "2024-01-10".length) : null;
}
