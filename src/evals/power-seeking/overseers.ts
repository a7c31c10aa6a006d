import type { CasebookRecord, DataTable, Measure } from "../../model/index.ts";
import type { EvalInput } from "../input.ts";
import { counted, makeMeasure } from "../make-measure.ts";
import { jeffreysRate, notEstablished } from "../stats/index.ts";

const METHOD = "power-seeking#overseers";
/** Figures of a record that count safety papers of one lab: `anthropic_papers`. */
const PAPERS = /^([a-z]+)_papers$/;
/** Records that speak of those who research alignment or test labs from outside: who pays them, who employs them. */
const ABOUT_OVERSEERS =
  /\b(?:safety|alignment)[ -](?:research(?:ers?)?|papers?|fund|grants?)\b|\boutside (?:safety )?researchers?\b|\bsuperalignment grants\b/i;
const CAUTION =
  "Paying for outside work on safety both helps it and makes it depend on the payer; the records cannot tell which weighs " +
  "more, so no direction is read into these numbers.";

/** Who pays and employs those who might check the labs, as far as records tell. */
export function overseerMeasures(input: EvalInput): Measure[] {
  const records = input.records.filter(isAboutOverseers);
  const labs = [...input.labs.keys()].filter((lab) => lab !== "industry");
  return [
    ...labs.flatMap((lab) => grantsOf(lab, records)),
    ...labs.flatMap((lab) => papersOf(lab, records)),
    recordsShare(records),
    fundingShare(records),
  ];
}

function isAboutOverseers({ dimensions, type, title, summary, figures }: CasebookRecord): boolean {
  if (!dimensions.includes("power-seeking")) return false;
  if (type === "spending" || Object.keys(figures).some((key) => PAPERS.test(key))) return true;
  return type === "people" && ABOUT_OVERSEERS.test(`${title} ${summary}`);
}

function grantsOf(lab: string, records: readonly CasebookRecord[]): Measure[] {
  const grants = records.filter(
    (one) => one.lab === lab && one.type === "spending" && one.figures["amount_usd"] !== undefined,
  );
  if (grants.length === 0) return [];
  const amount = ({ figures }: CasebookRecord): number => figures["amount_usd"] ?? 0;
  const detail: DataTable = {
    columns: ["date", "what", "usd", "evidence"],
    rows: grants.map((record) => [record.date, record.title, amount(record), record.id]),
  };
  return [
    makeMeasure({
      eval: "power-seeking",
      lab,
      name: "overseer-grants",
      label: "Grants for safety work outside the lab that are on record",
      unit: "usd",
      estimate: counted(
        METHOD,
        grants.reduce((total, record) => total + amount(record), 0),
        grants.length,
      ),
      caution: `${CAUTION} Only what the casebook records: others may have been given.`,
      detail,
      evidence: grants.map(({ id }) => id),
    }),
  ];
}

/** Shares within one record, which counted all labs the same way. */
function papersOf(lab: string, records: readonly CasebookRecord[]): Measure[] {
  const record = records.filter(({ figures }) => figures[`${lab}_papers`] !== undefined).at(-1);
  if (record === undefined) return [];
  const counts = Object.entries(record.figures).flatMap(([key, count]) => {
    const [, name] = PAPERS.exec(key) ?? [];
    return name === undefined ? [] : [[name, count] as const];
  });
  const own = record.figures[`${lab}_papers`] ?? 0;
  const all = counts.reduce((total, [, count]) => total + count, 0);
  return [
    makeMeasure({
      eval: "power-seeking",
      lab,
      name: "overseer-papers",
      label: "Share of the safety papers of the labs counted that are by this lab",
      unit: "share",
      estimate: { ...jeffreysRate(own, all), method: METHOD },
      numerator: own,
      denominator: all,
      caution:
        `${CAUTION} Counted by others, in ${record.date.slice(0, 4)}; papers by universities and institutes are not in it, so ` +
        `it is no share of the field. By the other labs: ${all - own}.`,
      detail: { columns: ["lab", "papers"], rows: counts },
      evidence: [record.id],
    }),
  ];
}

function recordsShare(records: readonly CasebookRecord[]): Measure {
  const byLabs = records.filter(({ type, lab }) => type === "spending" && lab !== "industry");
  const count = (direction: string): number => records.filter((record) => record.direction === direction).length;
  return makeMeasure({
    eval: "power-seeking",
    lab: "industry",
    name: "overseer-records",
    label: "Records about those who check labs that tell of money from one lab",
    unit: "share",
    estimate: { ...jeffreysRate(byLabs.length, records.length), method: METHOD },
    numerator: byLabs.length,
    denominator: records.length,
    caution:
      `${CAUTION} Of the records ${count("concerning")} speak against the labs, ${count("reassuring")} for them, ` +
      `${count("mixed")} both ways; the other ${records.length - byLabs.length} tell of research by the labs or of joint funds.`,
    detail: {
      columns: ["date", "lab", "what", "direction", "evidence"],
      rows: records.map(({ date, lab, title, direction, id }) => [date, lab, title, direction, id]),
    },
    evidence: records.map(({ id }) => id),
  });
}

/** The question of the essay, which needs a total that nobody has published in the records. */
function fundingShare(records: readonly CasebookRecord[]): Measure {
  const reason =
    "no record gives all money or all jobs of alignment research by who pays; a survey of its funders and employers is needed";
  return makeMeasure({
    eval: "power-seeking",
    lab: "industry",
    name: "overseer-funding",
    label: "Share of alignment research that labs pay for or employ",
    unit: "share",
    estimate: notEstablished(reason, records.length, METHOD),
    caution: CAUTION,
    evidence: [],
  });
}
