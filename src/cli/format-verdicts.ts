import type { ListedChange } from "../index/index.ts";
import {
  type ComparedVerdicts,
  type Difference,
  isAlarm,
  RATED,
  shown,
  type Tally,
  type Verdicts,
} from "../pipeline/index.ts";
import { count, oneLine, type Paint, wrap } from "./terminal.ts";

/** Causes shown to a person; `--json` gives all. */
const CAUSES_SHOWN = 12;

/** A comparison of old and new verdicts as a person reads it, ended by what can be done next. */
export function formatComparison(compared: ComparedVerdicts, paint: Paint): string {
  const { detector, documents, differing, before, after, causes, gravest } = compared;
  const listed = Object.entries(causes).slice(0, CAUSES_SHOWN);
  const more = Object.keys(causes).length - listed.length;
  return [
    paint("bold", `Verdicts of detector ${detector.before || "none"} and of ${detector.after}`),
    `${count(documents, "document")} compared, ${differing.toLocaleString("en-US")} of them differ.`,
    "",
    ...VERDICT_ROWS.map(([name, words]) => row(words, before[name], after[name])),
    "",
    `appear ${formatTally(compared.appear)}, vanish ${formatTally(compared.vanish)}, ` +
      `rated otherwise ${formatTally(compared.rerated)}: ${formatRated(compared)}`,
    ...(listed.length > 0 ? ["", "why:", ...listed.map(([cause, tally]) => `  ${formatTally(tally)}  ${cause}`)] : []),
    ...(more > 0 ? [`  and ${count(more, "other cause")}; --json gives all`] : []),
    ...(gravest.length > 0 ? ["", "gravest first:", ...gravest.map((one) => formatDifference(one, paint))] : []),
    "",
    "Next: corrigible reprocess publish, or corrigible reprocess discard",
    "",
  ].join("\n");
}

const VERDICT_ROWS: readonly (readonly [keyof Verdicts, string])[] = [
  ["changes", "changes"],
  ["suppressed", "suppressed as noise"],
  ["loosens", "alarms that loosen"],
  ["tightens", "alarms that tighten"],
  ["undisclosed", "alarms not disclosed"],
];

function row(words: string, before: number, after: number): string {
  const [old, neu] = [before.toLocaleString("en-US"), after.toLocaleString("en-US")];
  return `${words.padEnd(22)}${old.padStart(10)} → ${neu}`;
}

const formatTally = ({ all, alarms }: Tally): string => `${all.toLocaleString("en-US")} (${count(alarms, "alarm")})`;

function formatRated({ rated }: ComparedVerdicts): string {
  const parts = RATED.filter((field) => rated[field] > 0).map((field) => `${field} ${rated[field]}`);
  return parts.join(", ") || "nothing";
}

function formatDifference(difference: Difference, paint: Paint): string {
  const { before, after, cause } = difference;
  const change = shown(difference);
  const what = before === null ? "APPEARS" : after === null ? "VANISHES" : "RATED OTHERWISE";
  const lines = [
    `${paint("bold", what)}  ${change.date.slice(0, "2024-01-10".length)}  ${change.document}, change ${change.id} (${change.newVersion})`,
    `  ${formatSide(before)} → ${formatSide(after)}`,
    wrap(`why: ${cause}`, "  "),
  ];
  if (change.old) lines.push(paint("red", wrap(`- ${change.old.text}`, "  ")));
  if (change.new) lines.push(paint("green", wrap(`+ ${change.new.text}`, "  ")));
  return lines.join("\n");
}

function formatSide(side: ListedChange | null): string {
  if (side === null) return "no change";
  const { kind, direction, severity, confidence, disclosed } = side.change;
  const noise = side.suppressed === null ? "" : `, suppressed: ${oneLine(side.suppressed)}`;
  return `${kind}, ${direction}, severity ${severity}, confidence ${confidence.toFixed(2)}, disclosed ${disclosed}${noise}`;
}

/** A comparison as `--json` prints it. */
export function toJsonComparison({ gravest, ...rest }: ComparedVerdicts): object {
  return {
    ...rest,
    gravest: gravest.map((one) => {
      const { id, lab, document, date, newVersion, old, new: neu } = shown(one);
      return {
        id,
        lab,
        document,
        date,
        newVersion,
        old: old?.text ?? null,
        new: neu?.text ?? null,
        before: toJsonSide(one.before),
        after: toJsonSide(one.after),
        rated: one.rated,
        cause: one.cause,
      };
    }),
  };
}

function toJsonSide(side: ListedChange | null): object | null {
  if (side === null) return null;
  const { oldVersion, kind, direction, subject, severity, confidence, disclosed, reasons } = side.change;
  const { suppressed } = side;
  const alarm = isAlarm(side);
  return { oldVersion, kind, direction, subject, severity, confidence, disclosed, reasons, suppressed, alarm };
}
