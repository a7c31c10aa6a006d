import type { Account } from "../accounts/index.ts";
import type { Entry } from "../model/index.ts";
import { type LoggedAct, readReviewActs } from "../pipeline/index.ts";
import { isBlind } from "../review/index.ts";
import { perSite, type Site } from "./site.ts";

/** What people did with findings, by finding, each in the order of the log. */
export const actsByFinding = perSite(({ evidence }): ReadonlyMap<string, readonly LoggedAct[]> =>
  Map.groupBy(readReviewActs(evidence), ({ finding }) => finding),
);

/**
 * Whether an entry of the log is a reviewer's code that nobody else may read yet: until a second reviewer has coded the
 * finding. Its place, hash and proof are no secret.
 */
export function isWithheld(site: Site, entry: Entry, account: Pick<Account, "name"> | null): boolean {
  if (entry.type !== "input" || entry.source !== "review") return false;
  const [finding = "", place] = entry.name.split("/");
  const acts = actsByFinding(site).get(finding) ?? [];
  const act = acts[Number(place)];
  return act !== undefined && act.act === "code" && act.by !== account?.name && isBlind(acts);
}

/** What stands in its place. */
export const WITHHELD = "One reviewer has coded it; what it says is shown when a second has.";
