import { hasOwnPage } from "../pages/findings/list.tsx";
import type { Finding } from "../../model/index.ts";
import { FindingCard } from "../card/index.ts";
import { selectFindings } from "../pages/findings/select.ts";
import { LedgerEntry } from "../pages/ledgers/ledger.tsx";
import { type Ledger, rowIdOf } from "../pages/ledgers/ledgers.ts";
import type { LedgerRow } from "../pages/ledgers/rows.ts";
import { selectRows } from "../pages/ledgers/select.ts";
import { clip } from "../report/words.ts";
import type { Site } from "../site.ts";
import { FEED_SIZE, type FeedEntry, type FeedList } from "./feed.ts";

/** Characters of a row's heading in a title. */
const TITLE_LENGTH_MAX = 160;

/** The rows of a ledger. An entry is updated on the day from which its state holds, where that is known. */
export function ledgerFeed(ledger: Ledger): FeedList {
  return {
    path: ledger.path,
    async read(site, { query }) {
      const { chosen, labs, rows } = selectRows(ledger, site, query);
      const { page } = chosen;
      const name = labs.find(([id]) => id === chosen.lab)?.[1];
      return {
        title: name === undefined ? ledger.title : `${ledger.title}: ${name}`,
        subtitle: ledger.lead,
        page,
        total: rows.length,
        entries: rows.slice((page - 1) * FEED_SIZE, page * FEED_SIZE).map((row) => rowEntry(site, ledger, row)),
      };
    },
  };
}

function rowEntry(site: Site, ledger: Ledger, row: LedgerRow): FeedEntry {
  const { lab, when, heading, state, settled, facts, evidence } = row;
  return {
    name: `${ledger.path.slice(1)}/${rowIdOf(ledger, row)}`,
    title: `${site.frame.labs[lab] ?? lab}: ${clip(heading, TITLE_LENGTH_MAX)}: ${ledger.states[state] ?? state}`,
    published: when.date,
    updated: settled !== null && settled > when.date ? settled : when.date,
    link: `/evidence/${encodeURI(evidence[0] ?? "").replace("#", "%23")}`,
    content: <LedgerEntry row={row} ledger={ledger} site={site} />,
    tags: [lab, state],
    facts: { lab, state, date: when.date, precision: when.precision, facts: Object.fromEntries(facts), evidence },
  };
}

/** Findings of all evals, each with what speaks against it. */
export const findingFeed: FeedList = {
  path: "/findings",
  async read(site, { query }) {
    const { chosen, findings } = await selectFindings(site, query);
    const { page, lab } = chosen;
    return {
      title: lab === undefined ? "Findings" : `Findings: ${site.frame.labs[lab]}`,
      subtitle: "What bears on each eval of each lab, with what speaks against it.",
      page,
      total: findings.length,
      entries: findings.slice((page - 1) * FEED_SIZE, page * FEED_SIZE).map((one) => findingEntry(site, one)),
    };
  },
};

function findingEntry(site: Site, finding: Finding): FeedEntry {
  const { id, lab, when, title, bearing, severity, state, evidence } = finding;
  return {
    name: `findings/${id}`,
    title: `${site.frame.labs[lab] ?? lab}: ${title}`,
    published: when.date,
    updated: when.date,
    link: hasOwnPage(site, finding) ? `/findings/${id}` : "/findings",
    content: <FindingCard finding={finding} linked />,
    tags: [lab, finding.eval, bearing, `severity-${severity}`, state],
    facts: { finding: id, lab, eval: finding.eval, bearing, severity, state, evidence },
  };
}
