import type { ControlMeans } from "../../model/index.ts";

/** To whom a lab can answer. */
export const PARTY_KINDS = [
  "investors",
  "customers",
  "advertisers",
  "regulators",
  "public-or-nonprofit",
  "employees",
] as const;
export type PartyKind = (typeof PARTY_KINDS)[number];

/** Parties whose aim in the relation is a return. */
export const COMMERCIAL: ReadonlySet<PartyKind> = new Set(["investors", "customers", "advertisers"]);

/**
 * Kinds by words of a party's name, first match first. A board or trust of a nonprofit stands for its purpose; an
 * advisory body that a lab set up stands for the public that it was set up for.
 */
const BY_NAME: readonly (readonly [RegExp, PartyKind])[] = [
  [/\b(?:employees|staff|workers|union)\b/i, "employees"],
  [/\b(?:investors?|investment|shareholders?|capital|ventures?|holdings)\b/i, "investors"],
  [/\b(?:advertisers?|advertising)\b/i, "advertisers"],
  [/\b(?:customers?|clients?|users|subscribers)\b/i, "customers"],
  [
    /\b(?:commission|authorit(?:y|ies)|autorità|agency|ministry|department|government|attorneys? general|court|legislature|parliament|congress|senate|garante|regulators?|ofcom|ftc|cma|safety institute|states|state of|executive branch)\b/i,
    "regulators",
  ],
  [
    /\b(?:nonprofit|non-profit|foundation|trust|charity|public|independent|advisory|watchdog)\b/i,
    "public-or-nonprofit",
  ],
];

/** What a party is where its name does not tell. Owners, lenders and partners by contract put money in for a return. */
const BY_MEANS: Readonly<Record<ControlMeans, PartyKind | null>> = {
  "voting-shares": "investors",
  funding: "investors",
  contract: "investors",
  "board-seats": "investors",
  regulation: "regulators",
  "exit-threat": "employees",
  appointment: null,
  removal: null,
  veto: null,
};

/** The kind of a party with a say over a lab; null where neither its name nor the means of its say tells. */
export function partyKind(name: string, means: ControlMeans | null): PartyKind | null {
  const named = BY_NAME.find(([pattern]) => pattern.test(name));
  if (named) return named[1];
  return means === null ? null : BY_MEANS[means];
}
