import {
  ALARM_CONFIDENCE,
  type Disclosed,
  DISCLOSED_WORDS,
  EVAL_TITLES,
  SEVERITY_WORDS,
  SUBJECT_WORDS,
} from "../model/index.ts";
import type { Tripwire } from "./declaration.ts";

/** A tripwire's condition as people read it, without a final stop: "a rule that loosens, major, not disclosed". */
export function describeTripwire(tripwire: Tripwire): string {
  const lab = "lab" in tripwire && tripwire.lab !== undefined ? [`of ${either(tripwire.lab)}`] : [];
  const severity =
    "severity" in tripwire && tripwire.severity !== undefined && tripwire.severity > 1
      ? [`${SEVERITY_WORDS[tripwire.severity]}${tripwire.severity < 3 ? " or graver" : ""}`]
      : [];
  switch (tripwire.when) {
    case "change": {
      const { direction = ["loosens", "tightens"], subject, kind, disclosed, document, confidence } = tripwire;
      const parts = [
        `a rule that ${either(direction)}`,
        ...severity,
        ...(subject === undefined ? [] : [`on ${either(subject.map((one) => SUBJECT_WORDS[one]))}`]),
        ...(kind === undefined ? [] : [`clause ${either(kind)}`]),
        ...(disclosed === undefined ? [] : [either(disclosed.map(tellDisclosed))]),
        ...lab,
        ...(document === undefined ? [] : [`in ${either(document)}`]),
        `confidence at least ${confidence ?? ALARM_CONFIDENCE}`,
      ];
      return parts.join(", ");
    }
    case "finding": {
      const { bearing, state } = tripwire;
      const evals = tripwire.eval === undefined ? [] : [`on ${either(tripwire.eval.map((one) => EVAL_TITLES[one]))}`];
      const parts = [
        `a ${bearing === undefined ? "" : `${either(bearing)} `}finding`,
        ...severity,
        ...evals,
        ...lab,
        ...(state === undefined ? [] : [`in state ${either(state)}`]),
      ];
      return parts.join(", ");
    }
    case "promise": {
      const { state = ["overdue", "broken"], days } = tripwire;
      const by = days === undefined ? "" : ` by at least ${days} days`;
      const states = state.map((one) => (one === "overdue" ? `${one}${by}` : one.replaceAll("-", " ")));
      return [`a promise that is ${either(states)}`, ...lab].join(", ");
    }
    case "measure": {
      const { measure, above, below } = tripwire;
      const bounds = [
        above === undefined ? [] : [`above ${above}`],
        below === undefined ? [] : [`below ${below}`],
      ].flat();
      return `the measure ${measure} ${either(bounds)}`;
    }
  }
}

/** "no" and "no-note" are the same to a reader of conditions. */
const tellDisclosed = (one: Disclosed): string => DISCLOSED_WORDS[one === "no-note" ? "no" : one];

const either = (words: readonly string[]): string => [...new Set(words)].join(" or ");
