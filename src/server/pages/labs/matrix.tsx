import type { Child } from "hono/jsx";
import { type Assessment, EVAL_TITLES, EVALS, type EvalName } from "../../../model/index.ts";
import { formatEstimate, Interval } from "../../card/index.ts";
import { listAssessments } from "../../../index/index.ts";
import { count } from "../../report/words.ts";
import type { Site } from "../../site.ts";

/** Width of one interval, in pixels. */
const INTERVAL_WIDTH = 110;
const MARK = 14;

/** Why a cell has no interval. They are three things: nobody looked, we looked and found nothing, it cannot be asked. */
const ABSENCE = {
  "not-assessed": "not assessed",
  "no-evidence": "no public evidence",
  "not-applicable": "not applicable",
} as const;
type Absence = keyof typeof ABSENCE;

/**
 * Labs with findings in at least `evalsMin` evals against these: how the evidence leans. By name: a rank would say more
 * than is known.
 */
export async function EvalMatrix(site: Site, evalsMin = 1): Promise<Child> {
  const assessments = Map.groupBy(await listAssessments(site.index), ({ lab }) => lab);
  const fictional = new Set(site.workspace.labTable.fictional);
  const labs = Object.entries(site.frame.labs)
    .filter(([lab]) => (assessments.get(lab) ?? []).filter(({ findings }) => findings > 0).length >= evalsMin)
    .toSorted(([, a], [, b]) => a.localeCompare(b));
  return (
    <>
      <p class="small">
        How the public evidence leans, from all reassuring (left) to all concerning (right); the bar is the range that
        holds it nine times in ten, the tick the mean. Under it: how many of the things looked for were found. It is no
        probability of misalignment, and rows side by side do not rank labs: those with more press have more records.
      </p>
      <Legend />
      <div class="scroll" tabindex={0} role="region" aria-label="Six evals of each lab">
        <table class="matrix cards">
          <thead>
            <tr>
              <th scope="col">Lab</th>
              {EVALS.map((name) => (
                <th scope="col">{EVAL_TITLES[name]}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {labs.map(([lab, name]) => (
              <tr>
                <th scope="row">
                  <a href={`/labs/${lab}`}>{name}</a>
                </th>
                {EVALS.map((evalName) => (
                  <Cell
                    lab={lab}
                    evalName={evalName}
                    isFictional={fictional.has(lab)}
                    assessment={assessments.get(lab)?.find((one) => one.eval === evalName)}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

interface CellProps {
  readonly lab: string;
  readonly evalName: EvalName;
  readonly assessment: Assessment | undefined;
  /** A lab that does not exist has documents alone: what asks for records of conduct cannot be asked of it. */
  readonly isFictional: boolean;
}

function Cell({ lab, evalName, assessment, isFictional }: CellProps): Child {
  const absence = absenceOf(assessment, isFictional);
  const title = EVAL_TITLES[evalName];
  if (absence !== null || !assessment) {
    const why = absence ?? "not-assessed";
    return (
      <td data-label={title}>
        <AbsenceMark absence={why} /> <span class="small">{ABSENCE[why]}</span>
      </td>
    );
  }
  const { balance, findings, coverage } = assessment;
  const found = coverage.filter((part) => part.found > 0).length;
  return (
    <td data-label={title}>
      <a class="cell" href={`/labs/${lab}#${evalName}`} title={formatEstimate(balance, "index")}>
        <Interval balance={balance} width={INTERVAL_WIDTH} />
        <svg class="coverage-bar" width={INTERVAL_WIDTH} height="4" aria-hidden="true">
          <rect class="track" width={INTERVAL_WIDTH} height="4" />
          <rect class="fill" width={(INTERVAL_WIDTH * found) / Math.max(1, coverage.length)} height="4" />
        </svg>
        <span class="small">
          {count(findings, "finding")}, {found} of {coverage.length} found
        </span>
      </a>
    </td>
  );
}

/** Why there is no interval; null where there is one. */
export function absenceOf(assessment: Assessment | undefined, isFictional: boolean): Absence | null {
  if (assessment?.balance.established) return null;
  if (isFictional) return "not-applicable";
  if (!assessment || assessment.coverage.length === 0) return "not-assessed";
  return "no-evidence";
}

function AbsenceMark({ absence }: { readonly absence: Absence }): Child {
  const middle = MARK / 2;
  return (
    <svg class={`absence ${absence}`} width={MARK} height={MARK} aria-hidden="true">
      {absence === "not-applicable" ? (
        <line x1="2" x2={MARK - 2} y1={middle} y2={middle} />
      ) : (
        <circle cx={middle} cy={middle} r={middle - 2} />
      )}
    </svg>
  );
}

function Legend(): Child {
  return (
    <p class="small legend">
      {(Object.keys(ABSENCE) as Absence[]).map((absence) => (
        <span>
          <AbsenceMark absence={absence} /> {ABSENCE[absence]}
        </span>
      ))}
    </p>
  );
}
