import { type Claim, claims, type DataTable, type Measure, type Verdict, VERDICTS } from "../../model/index.ts";
import { groupByLab } from "../by-lab.ts";
import type { EvalInput } from "../input.ts";
import { counted, makeMeasure } from "../make-measure.ts";
import { mergeSameEvents, type Merged } from "../merge-same-events.ts";
import { shareOf } from "../share.ts";

const METHOD = "deception#claim-ledger";
const CAUTION =
  "Claims are recorded because someone doubted or tested them, so they are no sample of what the lab says. A verdict is " +
  "a reader's, and rests on the evidence in the ledger.";

/** Verdicts that decide a claim; what each share is called. A false statement and an omission are never added up. */
const RATES = [
  { verdict: "supported", name: "claims-supported", label: "Rated claims that the evidence supports" },
  { verdict: "contradicted", name: "claims-contradicted", label: "Rated claims that the evidence contradicts" },
  {
    verdict: "misleading-by-omission",
    name: "claims-misleading-by-omission",
    label: "Rated claims that mislead by what they leave out",
  },
] as const satisfies readonly { readonly verdict: Verdict; readonly name: string; readonly label: string }[];

/** The claims made up to the day that counts as today, each once. */
export function claimsOf({ records, asOf }: Pick<EvalInput, "records" | "asOf">): Merged<Claim>[] {
  const made = records.flatMap(claims).filter((claim) => claim.made.date <= asOf);
  return mergeSameEvents(made, records).toSorted((a, b) => compareText(a.made.date, b.made.date));
}

/** Whether a claim is decided. */
export function isRated({ verdict }: Pick<Claim, "verdict">): boolean {
  return RATES.some((rate) => rate.verdict === verdict);
}

/** What became of each public claim: the ledger, and shares of the three verdicts that decide one. */
export function claimMeasures(input: EvalInput): Measure[] {
  return groupByLab(input, claimsOf(input)).flatMap(([lab, own]) => {
    const rated = own.filter(isRated);
    const shared = { eval: "deception" as const, lab, caution: `${CAUTION} ${sayUndecided(own, rated)}` };
    return [
      makeMeasure({
        ...shared,
        name: "claims-recorded",
        label: "Public claims weighed against the evidence",
        unit: "claims",
        estimate: counted(METHOD, own.length, own.length),
        detail: ledgerOf(own),
        evidence: own.flatMap(({ records }) => records),
      }),
      ...RATES.map(({ verdict, name, label }) => {
        const hits = rated.filter((claim) => claim.verdict === verdict).length;
        return makeMeasure({
          ...shared,
          name,
          label,
          unit: "share",
          estimate: shareOf(METHOD, hits, rated.length, "rated claims"),
          numerator: hits,
          denominator: rated.length,
          detail: countVerdicts(own),
          evidence: rated.flatMap(({ records }) => records),
        });
      }),
    ];
  });
}

function sayUndecided(own: readonly Claim[], rated: readonly Claim[]): string {
  const open = own.length - rated.length;
  return open === 0 ? "All are rated." : `${open} of ${own.length} claims are undecided and count in no share.`;
}

function countVerdicts(own: readonly Claim[]): DataTable {
  return {
    columns: ["verdict", "claims"],
    rows: VERDICTS.map((verdict) => [verdict, own.filter((claim) => claim.verdict === verdict).length]),
  };
}

function ledgerOf(own: readonly Merged<Claim>[]): DataTable {
  return {
    columns: ["made", "lab", "claim", "verdict", "evidence for", "evidence against", "evidence"],
    rows: own.map(({ made, lab, claim, verdict, evidenceFor, evidenceAgainst, records }) => [
      made.date,
      lab,
      claim,
      verdict,
      evidenceFor,
      evidenceAgainst,
      records.join(" "),
    ]),
  };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
