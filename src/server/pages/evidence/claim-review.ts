import { type CasebookRecord, claims, type Finding, type Verdict } from "../../../model/index.ts";
import { readRecords } from "../../../pipeline/index.ts";
import { perSite, permanentLink, type Site } from "../../site.ts";
import { safeLink } from "../../text.ts";
import { readDirectory, recordedAt } from "./directory.ts";
import type { Located } from "./locate.ts";

/** Verdicts that rate a claim, on a scale from 1, false, to 5, true; others leave it open, and are no review. */
const RATINGS: Partial<Readonly<Record<Verdict, readonly [value: number, words: string]>>> = {
  contradicted: [1, "The evidence contradicts it"],
  "misleading-by-omission": [2, "True, but misleading by what it leaves out"],
  supported: [5, "The evidence supports it"],
};

/** Findings that stand after review: a verdict is one that people reached, not one that was proposed. */
const STANDS: ReadonlySet<string> = new Set(["accepted", "corrected"]);

const recordsOf = perSite(({ workspace }): ReadonlyMap<string, CasebookRecord> => {
  return new Map(readRecords(workspace).map((record) => [record.id, record]));
});

/**
 * A record of a claim as a schema.org ClaimReview; null for any other record, where the verdict is open, where reviewers have
 * not accepted each finding that rests on it, where nobody has read a source, and where the record itself says that it carries
 * little weight.
 */
export function reviewOf(
  site: Site,
  { id, index }: Located,
  findings: readonly Pick<Finding, "state">[],
): object | null {
  const record = recordsOf(site).get(id);
  const [rated] = record === undefined ? [] : claims(record);
  if (record === undefined || rated === undefined) return null;
  if (findings.length === 0 || !findings.every(({ state }) => STANDS.has(state))) return null;
  const rating = RATINGS[rated.verdict];
  if (rating === undefined) return null;
  if (record.weak !== null || !record.sources.some(({ verified }) => verified)) return null;
  const appearance = record.sources.filter(({ primary }) => primary).flatMap(({ url }) => linkOf(url));
  const [value, words] = rating;
  return {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    url: permanentLink(site, `/evidence/${id}`),
    datePublished: (recordedAt(readDirectory(site), index) ?? record.date).slice(0, record.date.length),
    author: { "@type": "Organization", name: "Corrigible" },
    claimReviewed: rated.claim,
    reviewBody: `${record.summary} Against this reading: ${record.counter}`,
    itemReviewed: {
      "@type": "Claim",
      author: { "@type": "Organization", name: site.frame.labs[record.lab] ?? record.lab },
      datePublished: record.date,
      ...(appearance.length === 0 ? {} : { appearance: appearance.map((url) => ({ "@type": "CreativeWork", url })) }),
    },
    reviewRating: { "@type": "Rating", ratingValue: value, worstRating: 1, bestRating: 5, alternateName: words },
  };
}

function linkOf(url: string | null): string[] {
  const link = url === null ? null : safeLink(url);
  return link === null ? [] : [link];
}
