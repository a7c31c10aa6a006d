import { z } from "zod";
import {
  type ChangeFilter,
  countChanges,
  type ListedChange,
  listChanges,
  listSuppressed,
  type VersionRow,
} from "../../../index/index.ts";
import {
  ALARM_CONFIDENCE,
  DIRECTIONS,
  DISCLOSED,
  NOISE_KINDS,
  type NoiseKind,
  SUBJECTS,
} from "../../../model/index.ts";
import { day, oneOf, pageNumber, readQuery } from "../../query.ts";
import type { Site } from "../../site.ts";
import { refuseUnknown } from "./known.ts";

export const SEVERITIES = ["1", "2", "3"] as const;
const SHOWN = ["alarms", "all"] as const;

/** The filters of a list of changes, as its address has them. */
export const CHANGES_FILTERS = {
  lab: z.string().optional(),
  document: z.string().optional(),
  direction: oneOf(DIRECTIONS).optional(),
  subject: oneOf(SUBJECTS).optional(),
  severity: oneOf(SEVERITIES).optional(),
  disclosed: oneOf(DISCLOSED).optional(),
  since: day.optional(),
  until: day.optional(),
  show: oneOf(SHOWN).default("alarms"),
};

const CHANGES_SHAPE = { ...CHANGES_FILTERS, page: pageNumber };
export type ChangesQuery = z.infer<z.ZodObject<typeof CHANGES_FILTERS>>;

export interface SelectedChanges {
  readonly chosen: ChangesQuery & { readonly page: number };
  readonly filter: ChangeFilter;
  /** How many pass the filters, on all pages. */
  readonly total: number;
  /** Those of the page that was asked for, newest first. */
  readonly changes: readonly ListedChange[];
}

/** The changes that an address asks for, `size` to a page. Throws BadRequest or NotFound for what cannot be. */
export async function selectChanges(site: Site, query: URLSearchParams, size: number): Promise<SelectedChanges> {
  const chosen = readQuery(query, CHANGES_SHAPE);
  await refuseUnknown(site, chosen);
  const filter = toChangeFilter(chosen);
  const total = await countChanges(site.index, filter);
  return { chosen, filter, total, changes: await listChanges(site.index, filter, size, (chosen.page - 1) * size) };
}

/** What the filters of an address ask of the index. */
export function toChangeFilter({
  lab,
  document,
  direction,
  subject,
  severity,
  disclosed,
  since,
  until,
  show,
}: ChangesQuery): ChangeFilter {
  const alarms =
    show === "alarms" ? { minConfidence: ALARM_CONFIDENCE, directions: ["loosens", "tightens"] as const } : {};
  return {
    lab,
    document,
    subject,
    disclosed,
    since,
    until,
    ...alarms,
    ...(severity === undefined ? {} : { severity: Number(severity) as 1 | 2 | 3 }),
    ...(direction === undefined ? {} : { directions: [direction] }),
  };
}

const SUPPRESSED_SHAPE = { noise: oneOf(NOISE_KINDS).optional(), document: z.string().optional(), page: pageNumber };

export interface SelectedVersions {
  readonly page: number;
  readonly filter: { readonly noise?: NoiseKind | undefined; readonly document?: string | undefined };
  readonly rows: readonly VersionRow[];
  readonly total: number;
}

/** The versions set aside as noise that an address asks for, newest first, `size` to a page. */
export async function selectSuppressed(site: Site, query: URLSearchParams, size: number): Promise<SelectedVersions> {
  const { page, ...filter } = readQuery(query, SUPPRESSED_SHAPE);
  await refuseUnknown(site, filter);
  return { page, filter, ...(await listSuppressed(site.index, filter, size, (page - 1) * size)) };
}
