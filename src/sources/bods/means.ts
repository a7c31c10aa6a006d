import { CONTROL_MEANS, type ControlMeans, type ControlRelation } from "../../model/index.ts";
import type { Interest, InterestType } from "./statement.ts";

/** The interest type that each of our means is written as. Three pairs share one: `details` tells them apart. */
export const TYPE_OF_MEANS: Readonly<Record<ControlMeans, InterestType>> = {
  "board-seats": "boardMember",
  "voting-shares": "votingRights",
  appointment: "appointmentOfBoard",
  removal: "controlViaCompanyRulesOrArticles",
  veto: "controlViaCompanyRulesOrArticles",
  contract: "rightsGrantedByContract",
  funding: "otherInfluenceOrControl",
  regulation: "controlByLegalFramework",
  "exit-threat": "otherInfluenceOrControl",
};

/**
 * What other publishers' interests mean to us. The types that are not here say nothing of who can do what (rights to
 * profit, an unknown interest), or are held by persons only (a senior managing official, a nominee).
 */
const MEANS_OF_TYPE: Readonly<Partial<Record<InterestType, ControlMeans>>> = {
  shareholding: "voting-shares",
  votingRights: "voting-shares",
  appointmentOfBoard: "appointment",
  boardMember: "board-seats",
  boardChair: "board-seats",
  rightsGrantedByContract: "contract",
  conditionalRightsGrantedByContract: "contract",
  controlByLegalFramework: "regulation",
};

/** What an interest says of control. */
export type Control = Pick<ControlRelation, "means" | "tested" | "basis">;

const TESTED = ["held", "failed", "untested"] as const;
const DETAILS = new RegExp(`^(${CONTROL_MEANS.join("|")}), (${TESTED.join("|")}): (.*)$`, "s");

/** `veto, untested: bylaws` */
export function formatDetails({ means, tested, basis }: Control): string {
  return `${means}, ${tested}: ${basis}`;
}

type Own = Pick<ControlRelation, "testedOn" | "members" | "quota">;

/** What the standard has no member for, as far as it is known. */
export function ownOf({ testedOn, members, quota }: NonNullable<Interest["corrigible"]> | Own): Own {
  return {
    ...(testedOn === undefined ? {} : { testedOn }),
    ...(members === undefined ? {} : { members }),
    ...(quota === undefined ? {} : { quota }),
  };
}

/** What an interest says of control, by its details where we wrote them, else by its type; null for no control. */
export function readControl({ type, details }: Interest): Control | null {
  const [, named, tested, basis] = DETAILS.exec(details ?? "") ?? [];
  const means = CONTROL_MEANS.find((one) => one === named);
  if (means !== undefined && type === TYPE_OF_MEANS[means]) {
    return { means, tested: TESTED.find((one) => one === tested) ?? "untested", basis: basis ?? "" };
  }
  const meant = type === undefined ? undefined : MEANS_OF_TYPE[type];
  return type === undefined || meant === undefined
    ? null
    : { means: meant, tested: "untested", basis: details ?? type };
}
