import { z } from "zod";
import { listAssessments, listComparisons, listFindings, listMeasures, readFinding } from "../../../index/index.ts";
import { EVAL_TITLES, EVALS, type Finding, type Measure } from "../../../model/index.ts";
import { makeCard } from "../../card/index.ts";
import { NotFound } from "../../page.ts";
import { unknownLab } from "../../pages/changes/known.ts";
import { FINDINGS_FILTERS, toFindingFilter } from "../../pages/findings/select.ts";
import { oneOf } from "../../query.ts";
import type { Site } from "../../site.ts";
import { AS_OF_SHAPE, LIST_SHAPE, takePart } from "../lists.ts";
import { API_BASE, earlier, evidencePath, operation, toList } from "../operation.ts";
import { card, evalInfo, finding, listOf, measure } from "../schemas.ts";

const toFinding = (base: string) => (one: Finding) => ({
  ...one,
  evidence: [...one.evidence],
  links: {
    page: `${base}/findings/${one.id}`,
    evidence: one.evidence.map((id) => `${base}/evidence/${evidencePath(id)}`),
  },
});

export const getFindings = operation({
  path: "/findings",
  id: "listFindings",
  summary: "Findings, newest first; `as-of` leaves out what happened later.",
  params: {},
  query: { ...FINDINGS_FILTERS, ...AS_OF_SHAPE, ...LIST_SHAPE },
  answer: listOf("FindingList", finding),
  example: (known) => (known.lab === null ? "/findings?limit=5" : `/findings?lab=${known.lab}&limit=5`),
  read: async (site, { query: { "as-of": asOf, limit, cursor, ...chosen }, base }) => {
    const filter = toFindingFilter(site, { ...chosen, until: earlier(chosen.until, asOf) });
    const order = { keyOf: ({ when, id }: Finding) => [when.date, id], signs: [-1, 1] } as const;
    const part = takePart(await listFindings(site.index, filter), order, { limit, cursor });
    return toList(asOf ?? site.frame.asOf, part, toFinding(base));
  },
});

export const getFinding = operation({
  path: "/findings/{id}",
  id: "getFinding",
  summary: "One finding.",
  params: { id: "id of a finding" },
  query: {},
  answer: finding,
  example: (known) => known.finding && `/findings/${known.finding}`,
  read: async (site, { params, base }) => {
    const found = await readFinding(site.index, params["id"] ?? "");
    if (!found) throw new NotFound(`We know of no finding ${params["id"]}.`);
    return toFinding(base)(found);
  },
});

/** The lab that stands for a measure over all. */
const INDUSTRY = "industry";

const toMeasure = ({ numerator, denominator, detail, ...one }: Measure) => ({
  ...one,
  ...(numerator === undefined ? {} : { numerator }),
  ...(denominator === undefined ? {} : { denominator }),
  ...(detail === undefined
    ? {}
    : { detail: { columns: [...detail.columns], rows: detail.rows.map((row) => [...row]) } }),
  evidence: [...one.evidence],
});

export const getMeasures = operation({
  path: "/measures",
  id: "listMeasures",
  summary: "Measures of all evals by id, each with its interval; the lab `industry` has those over all labs.",
  params: {},
  query: { lab: z.string().optional(), eval: oneOf(EVALS).optional(), ...LIST_SHAPE },
  answer: listOf("MeasureList", measure),
  example: () => "/measures?eval=subverting-constraints&limit=5",
  read: async (site, { query: { limit, cursor, ...chosen } }) => {
    const { lab } = chosen;
    if (lab !== undefined && lab !== INDUSTRY && !Object.hasOwn(site.frame.labs, lab)) throw unknownLab(site, lab);
    const all = await listMeasures(site.index, chosen);
    return toList(
      site.frame.asOf,
      takePart(all, { keyOf: ({ id }) => [id], signs: [1] }, { limit, cursor }),
      toMeasure,
    );
  },
});

export const getEvals = operation({
  path: "/evals",
  id: "listEvals",
  summary: "The six evals, with the way to what each measures and how.",
  params: {},
  query: LIST_SHAPE,
  answer: listOf("EvalList", evalInfo),
  example: () => "/evals",
  read: (site, { query, base }) => {
    const part = takePart(EVALS, { keyOf: (id) => [EVALS.indexOf(id)], signs: [1] }, query);
    return toList(site.frame.asOf, part, (id) => ({
      id,
      title: EVAL_TITLES[id],
      links: { method: `${base}/methods/${id}`, findings: `${base}${API_BASE}/findings?eval=${id}` },
    }));
  },
});

export const getCard = operation({
  path: "/cards/{lab}",
  id: "getCard",
  summary: "The card of a lab: six assessments with intervals and coverage.",
  params: { lab: "id of a lab" },
  query: {},
  answer: card,
  example: (known) => known.lab && `/cards/${known.lab}`,
  read: async (site, { params, base }) => readCard(site, params["lab"] ?? "", base),
});

async function readCard(site: Site, lab: string, base: string): Promise<z.input<typeof card>> {
  const { index, frame, evidence, root } = site;
  const labName = frame.labs[lab];
  if (!Object.hasOwn(frame.labs, lab) || labName === undefined) throw unknownLab(site, lab);
  const log = { origin: evidence.origin, size: evidence.size, root };
  const assessments = await listAssessments(index, lab);
  const measures = await listMeasures(index, { lab });
  const comparisons = (await listComparisons(index)).filter(({ a, b }) => a === lab || b === lab);
  const findings = await listFindings(index, { lab });
  // A lab of documents alone has no assessment, and nothing to sum up.
  const told =
    assessments.length === 0
      ? { summary: [], questions: [] }
      : makeCard({ lab, labName, asOf: frame.asOf, log, assessments, measures, findings, comparisons });
  return {
    lab,
    name: labName,
    asOf: frame.asOf,
    log,
    summary: [...told.summary],
    assessments: assessments.map(({ coverage, ...one }) => ({ ...one, coverage: [...coverage] })),
    measures: measures.map(toMeasure),
    comparisons,
    questions: [...told.questions],
    links: { page: `${base}/labs/${lab}`, findings: `${base}${API_BASE}/findings?lab=${lab}` },
  };
}
