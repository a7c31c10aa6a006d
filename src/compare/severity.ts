import type { ChangeKind, Clause, Severity } from "../model/index.ts";
import type { Norm } from "./classify.ts";
import { GRAVE, MODEL_SAFETY, TRAINING } from "./lexicon.ts";

const GRAVE_BURDEN = /\b(?:indemnif|arbitrat|class[- ]action|jury|death or personal injury|gross negligence)/i;
const MINOR = /\b(?:logo|dashboard|newsletter|notification|language|beta|feedback|survey|cookie|support)/i;

/** 1 minor, 2 notable, 3 major; from the norm, what happened to it, and the matter it is about. */
export function rateSeverity(clause: Clause, norm: Norm, kind: ChangeKind): Severity {
  const text = clause.visible;
  const whole = kind === "removed" || kind === "added";
  if (norm.type === "use-ban" && GRAVE.test(text)) return kind === "removed" ? 3 : 2;
  const promise = norm.type === "lab-promise";
  if (promise && (TRAINING.test(text) || MODEL_SAFETY.test(text)))
    return kind === "removed" || kind === "weakened" ? 3 : 2;
  if (norm.type === "user-burden" && GRAVE_BURDEN.test(text)) return whole ? 3 : 2;
  if (MINOR.test(text)) return 1;
  if (TRAINING.test(text)) return 2;
  if (norm.type === "use-ban") return whole || norm.certainty >= 0.8 ? 2 : 1;
  if (promise || norm.type === "user-right") return 2;
  if (norm.type === "lab-power")
    return /\b(?:share|disclos|sell|terminat|suspend|without notice|discretion|retain|third[- ]part)/i.test(text)
      ? 2
      : 1;
  return whole && norm.type === "user-burden" && /\b(?:waive|liab|licen[cs]e|perpetual|irrevocable)/i.test(text)
    ? 2
    : 1;
}
