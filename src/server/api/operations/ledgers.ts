import { type Ledger, LEDGERS, rowIdOf } from "../../pages/ledgers/ledgers.ts";
import type { LedgerRow } from "../../pages/ledgers/rows.ts";
import { filterRows, ledgerFilters } from "../../pages/ledgers/select.ts";
import type { Site } from "../../site.ts";
import { AS_OF_SHAPE, LIST_SHAPE, takePart } from "../lists.ts";
import { evidencePath, operation, toList } from "../operation.ts";
import { ledgerRow, listOf } from "../schemas.ts";

const answer = listOf("LedgerList", ledgerRow);

const toRow = (ledger: Ledger, base: string) => (row: LedgerRow) => ({
  id: rowIdOf(ledger, row),
  lab: row.lab,
  when: { ...row.when },
  heading: row.heading,
  state: row.state,
  settled: row.settled,
  facts: Object.fromEntries(row.facts),
  why: row.record?.summary ?? null,
  counter: row.record?.counter ?? null,
  sources: (row.record?.sources ?? []).map(({ url, title, publisher, verified }) => ({
    url,
    title,
    publisher,
    verified,
  })),
  evidence: [...row.evidence],
  links: { evidence: row.evidence.map((id) => `${base}/evidence/${evidencePath(id)}`) },
});

/** A ledger counts states by the day of the site: on another day it is another site. */
const siteOn = (site: Site, asOf: string | undefined): Site =>
  asOf === undefined ? site : { ...site, frame: { ...site.frame, asOf } };

/** The four ledgers. */
export const getLedgers = LEDGERS.map((ledger) =>
  operation({
    path: ledger.path,
    id: `list${ledger.path[1]?.toUpperCase()}${ledger.path.slice(2)}`,
    summary: `${ledger.lead} Newest first; \`as-of\` tells each state as it was known on that day.`,
    params: {},
    query: { ...ledgerFilters(ledger), ...AS_OF_SHAPE, ...LIST_SHAPE },
    answer,
    example: () => `${ledger.path}?limit=3`,
    read: (site, { query: { "as-of": asOf, limit, cursor, ...chosen }, base }) => {
      const rows = filterRows(ledger, siteOn(site, asOf), chosen).rows.filter(
        ({ when }) => asOf === undefined || when.date <= asOf,
      );
      const order = { keyOf: (row: LedgerRow) => [row.when.date, rowIdOf(ledger, row)], signs: [-1, 1] } as const;
      return toList(asOf ?? site.frame.asOf, takePart(rows, order, { limit, cursor }), toRow(ledger, base));
    },
  }),
);
