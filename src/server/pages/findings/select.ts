import { z } from "zod";
import { type FindingFilter, listFindings } from "../../../index/index.ts";
import { BEARINGS, EVALS, type Finding, REVIEW_STATES } from "../../../model/index.ts";
import { day, oneOf, pageNumber, readQuery } from "../../query.ts";
import type { Site } from "../../site.ts";
import { unknownLab } from "../changes/known.ts";
import { SEVERITIES } from "../changes/select.ts";

/** The filters of the list of findings, as its address has them. */
export const FINDINGS_FILTERS = {
  lab: z.string().optional(),
  eval: oneOf(EVALS).optional(),
  bearing: oneOf(BEARINGS).optional(),
  severity: oneOf(SEVERITIES).optional(),
  state: oneOf(REVIEW_STATES).optional(),
  since: day.optional(),
  until: day.optional(),
};

export type FindingsQuery = z.infer<z.ZodObject<typeof FINDINGS_FILTERS>>;

export interface SelectedFindings {
  readonly chosen: FindingsQuery & { readonly page: number };
  /** Newest first, of all pages. */
  readonly findings: readonly Finding[];
}

/** The findings that an address asks for. Throws BadRequest or NotFound for what cannot be. */
export async function selectFindings(site: Site, query: URLSearchParams): Promise<SelectedFindings> {
  const { page, ...chosen } = readQuery(query, { ...FINDINGS_FILTERS, page: pageNumber });
  return { chosen: { ...chosen, page }, findings: await listFindings(site.index, toFindingFilter(site, chosen)) };
}

/** What the filters of an address ask of the index. Throws NotFound for an unknown lab. */
export function toFindingFilter(site: Site, { severity, ...chosen }: FindingsQuery): FindingFilter {
  if (chosen.lab !== undefined && !Object.hasOwn(site.frame.labs, chosen.lab)) throw unknownLab(site, chosen.lab);
  return { ...chosen, ...(severity === undefined ? {} : { severity: Number(severity) as 1 | 2 | 3 }) };
}
