import type { Direction, Severity } from "../../model/index.ts";
import { html } from "hono/html";
import type { Html } from "../text.ts";
import type { Lane, ReportData } from "./data.ts";
import { count, formatDay } from "./words.ts";

/** Alarms on one shared axis, a lane for each document or lab. The tables below hold the same data. */
export function renderTimeline({ lanes, lanesLeft, firstDate, lastDate }: ReportData): Html {
  const axis = makeAxis(firstDate, lastDate);
  return html`<section id="timeline">
    <h2>When</h2>
    <p class="small">
      Each mark is a change: an open bracket above the line
      <span class="mark loosens"></span>loosens, a closed one below it <span class="mark tightens"></span>tightens; the larger,
      the more severe.
    </p>
    <div class="lanes">
      ${lanes.map((lane) => renderLane(lane, axis))}
      <div class="lane axis">
        <span></span>
        <svg height="22" role="img" aria-label="Years">
          ${axis.years.map(
            ({ year, x }) => html`<text x="${x}" y="16" text-anchor="${anchorAt(x)}">${year}</text>`,
          )}
        </svg>
      </div>
    </div>
    ${lanesLeft > 0 ? html`<p class="small">${count(lanesLeft, "more lane")} with fewer changes left out.</p>` : null}
  </section>`;
}

interface Axis {
  /** The place of a date, as "12.5%". */
  readonly at: (instant: string) => string;
  readonly years: readonly { readonly year: number; readonly x: string }[];
}

/** Years named on the axis, at most. */
const YEARS_MAX = 12;
/** Room for the marks before and after the axis, in percent. */
const MARGIN = { before: 2, after: 7 };

function makeAxis(firstDate: string, lastDate: string): Axis {
  const [from, to] = [Date.parse(firstDate), Date.parse(lastDate)];
  const at = (instant: string): string => {
    const share = to > from ? (Date.parse(instant) - from) / (to - from) : 0.5;
    return `${(MARGIN.before + Math.min(1, Math.max(0, share)) * (100 - MARGIN.before - MARGIN.after)).toFixed(2)}%`;
  };
  const [first, last] = [new Date(from).getUTCFullYear(), new Date(to).getUTCFullYear()];
  const step = Math.ceil((last - first + 1) / YEARS_MAX);
  const years: { year: number; x: string }[] = [];
  for (let year = first + 1; year <= last; year += step) years.push({ year, x: at(`${year}-01-01T00:00:00Z`) });
  return { at, years };
}

const anchorAt = (x: string): string => (Number.parseFloat(x) > 90 ? "end" : "start");

const LANE_HEIGHT = 34;
/** Loosening marks stand this far above the middle of the lane, tightening ones below, in pixels. */
const OFFSET = 7;

function renderLane({ label, marks }: Lane, axis: Axis): Html {
  const middle = LANE_HEIGHT / 2;
  const loosened = marks.filter(({ direction }) => direction === "loosens").length;
  return html`<div class="lane">
    <span>${label}</span>
    <svg height="${LANE_HEIGHT}" role="img" aria-label="${label}: ${loosened} loosened, ${marks.length - loosened} tightened">
      ${axis.years.map(({ x }) => html`<line class="grid" x1="${x}" x2="${x}" y1="0" y2="${LANE_HEIGHT}" />`)}
      <line class="grid" x1="0" x2="100%" y1="${middle}" y2="${middle}" />
      ${besideEachOther(marks).map(
        ({ date, direction, severity, shift }) =>
          html`<svg x="${axis.at(date)}" y="${middle + (direction === "loosens" ? -OFFSET : OFFSET)}" overflow="visible">
            <title>${formatDay(date)}: ${direction}, severity ${severity}</title>
            <path class="${direction}" transform="translate(${shift} 0)" d="${markPath(direction, severity)}" />
          </svg>`,
      )}
    </svg>
  </div>`;
}

/** Marks of one day stand this far from each other, in pixels; the rest of a long row stands on its last place. */
const SHIFT = 15;
const SHIFTS_MAX = 3;

function besideEachOther(marks: Lane["marks"]): (Lane["marks"][number] & { readonly shift: number })[] {
  const taken = new Map<string, number>();
  return marks.map((mark) => {
    const key = `${mark.date} ${mark.direction}`;
    const place = taken.get(key) ?? 0;
    taken.set(key, place + 1);
    return { ...mark, shift: Math.min(place, SHIFTS_MAX) * SHIFT };
  });
}

/** Half the side of a mark, in pixels, by severity. */
const HALF: Readonly<Record<Severity, number>> = { 1: 3, 2: 4.5, 3: 6.5 };

/** Around the middle: a bracket open to the right, or a closed box. */
function markPath(direction: Direction, severity: Severity): string {
  const half = HALF[severity];
  return `M${half} ${-half}H${-half}V${half}H${half}${direction === "tightens" ? "Z" : ""}`;
}
