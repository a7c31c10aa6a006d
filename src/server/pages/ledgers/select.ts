import { z } from "zod";
import { day, oneOf, pageNumber, readQuery } from "../../query.ts";
import type { Site } from "../../site.ts";
import { unknownLab } from "../changes/known.ts";
import type { Ledger } from "./ledgers.ts";
import type { LedgerRow } from "./rows.ts";

const WORDS_LENGTH_MAX = 200;

/** The filters of a ledger, as its address has them. */
export function ledgerFilters(ledger: Ledger) {
  return {
    lab: z.string().optional(),
    state: oneOf(Object.keys(ledger.states) as [string, ...string[]]).optional(),
    since: day.optional(),
    until: day.optional(),
    q: z.string().max(WORDS_LENGTH_MAX, `at most ${WORDS_LENGTH_MAX} characters`).optional(),
  };
}

export type LedgerQuery = z.infer<z.ZodObject<ReturnType<typeof ledgerFilters>>>;

export interface SelectedRows {
  readonly chosen: LedgerQuery & { readonly page: number };
  /** Labs that the ledger tells of. */
  readonly labs: readonly (readonly [id: string, name: string])[];
  /** The rows that pass all filters but the state. */
  readonly among: readonly LedgerRow[];
  /** Those that pass the state too, newest first, of all pages. */
  readonly rows: readonly LedgerRow[];
}

/** The rows of a ledger that an address asks for. Throws BadRequest or NotFound for what cannot be. */
export function selectRows(ledger: Ledger, site: Site, query: URLSearchParams): SelectedRows {
  const { page, ...chosen } = readQuery(query, { ...ledgerFilters(ledger), page: pageNumber });
  return { chosen: { ...chosen, page }, ...filterRows(ledger, site, chosen) };
}

/** The rows of a ledger that pass its filters. Throws NotFound for a lab of which it knows nothing. */
export function filterRows(ledger: Ledger, site: Site, chosen: LedgerQuery): Omit<SelectedRows, "chosen"> {
  const all = ledger.rows(site);
  const labs = labsOf(all, site);
  if (chosen.lab !== undefined && !labs.some(([id]) => id === chosen.lab)) throw unknownLab(site, chosen.lab);
  const among = all.filter((row) => fits(row, chosen));
  const rows = among.filter(({ state }) => chosen.state === undefined || state === chosen.state).toReversed();
  return { labs, among, rows };
}

/** Labs that a ledger tells of, also those of which nothing else is known, by name. */
function labsOf(rows: readonly LedgerRow[], { frame }: Site): (readonly [id: string, name: string])[] {
  const ids = new Set([...Object.keys(frame.labs), ...rows.map(({ lab }) => lab)]);
  return [...ids].map((id) => [id, frame.labs[id] ?? id] as const).toSorted(([, a], [, b]) => a.localeCompare(b));
}

interface RowFilter {
  readonly lab?: string | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly q?: string | undefined;
}

function fits({ lab, when, heading, record }: LedgerRow, chosen: RowFilter): boolean {
  const text = `${heading} ${record?.title ?? ""} ${record?.summary ?? ""}`.toLowerCase();
  const words = (chosen.q ?? "").toLowerCase().split(/\s+/);
  return (
    (chosen.lab === undefined || lab === chosen.lab) &&
    (chosen.since === undefined || when.date >= chosen.since) &&
    (chosen.until === undefined || when.date <= chosen.until) &&
    words.every((word) => text.includes(word))
  );
}
