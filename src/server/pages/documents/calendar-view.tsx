import type { Child } from "hono/jsx";
import type { ListedChange, VersionRow } from "../../../index/index.ts";
import { count, formatDay } from "../../report/words.ts";
import { type Week, weeksOf } from "./calendar.ts";

const CELL = 12;
const LEFT = 40;
const WEEKS_OF_YEAR = 53;
/** From so many changes in a week on, a cell is as dark as the next step. */
const STEPS = [1, 3, 8, 20] as const;

interface CalendarProps {
  readonly versions: readonly VersionRow[];
  readonly changes: readonly ListedChange[];
  readonly until: string;
}

/** Years as rows, weeks as cells: the darker, the more rules changed; noise and missed captures have marks of their own. */
export function Calendar({ versions, changes, until }: CalendarProps): Child {
  const byVersion = Map.groupBy(changes, ({ change }) => change.newVersion);
  const captures = versions.map(({ id, date, noise }) => ({
    date,
    isNoise: noise !== null,
    changes: byVersion.get(id)?.length ?? 0,
  }));
  const weeks = weeksOf(captures, until);
  const years = [...Map.groupBy(weeks, ({ monday }) => monday.slice(0, 4))];
  const missed = weeks.filter(({ isMissed }) => isMissed).length;
  const sentence = `How much changed in each week; the darker, the more rules. ${missed === 0 ? "No captures seem to be missing." : `In ${count(missed, "week")} captures seem to be missing: nothing was recorded for over three times as long as usual.`}`;
  const height = years.length * (CELL + 4) + 4;
  const width = LEFT + WEEKS_OF_YEAR * CELL;
  return (
    <section aria-labelledby="calendar">
      <h2 id="calendar">Week by week</h2>
      <figure>
        <figcaption>{sentence}</figcaption>
        <div class="scroll" tabindex={0} role="region" aria-label="Calendar">
          <svg
            class="calendar"
            viewBox={`0 0 ${width} ${height}`}
            width={width}
            height={height}
            role="img"
            aria-label={sentence}
          >
            {years.map(([year, own], row) => (
              <g transform={`translate(${LEFT} ${row * (CELL + 4) + 2})`}>
                <text x="-6" y="10" text-anchor="end">
                  {year}
                </text>
                {own.map((week) => (
                  <Cell week={week} />
                ))}
              </g>
            ))}
          </svg>
        </div>
        <p class="small legend">
          <span>□ a week with a capture</span> <span>■ rules changed</span> <span>· only noise was recorded</span>{" "}
          <span>× captures seem to be missing</span>
        </p>
      </figure>
    </section>
  );
}

function Cell({ week }: { readonly week: Week }): Child {
  const { monday, captures, noise, changes, isMissed } = week;
  if (captures === 0 && !isMissed) return null;
  const x = (weekOfYear(monday) - 1) * CELL;
  const title = `Week of ${formatDay(monday)}: ${isMissed ? "nothing recorded" : `${count(captures, "capture")}, ${noise} noise, ${count(changes, "change")}`}`;
  if (isMissed) {
    return (
      <path class="missed" d={`M${x + 3} 3l5 5m0 -5l-5 5`}>
        <title>{title}</title>
      </path>
    );
  }
  if (noise === captures) {
    return (
      <circle class="quiet" cx={x + 5.5} cy="5.5" r="1.6">
        <title>{title}</title>
      </circle>
    );
  }
  return (
    <rect
      class={`degree-${STEPS.filter((step) => changes >= step).length}`}
      x={x}
      y="0"
      width={CELL - 2}
      height={CELL - 2}
    >
      <title>{title}</title>
    </rect>
  );
}

/** 1 for the week with the year's first Monday. */
function weekOfYear(monday: string): number {
  const day = Date.parse(monday) - Date.parse(`${monday.slice(0, 4)}-01-01`);
  return Math.floor(day / (7 * 24 * 60 * 60 * 1000)) + 1;
}
