import { EVAL_TITLES, type Finding } from "../../model/index.ts";
import type { CardSource } from "./data.ts";

const LINES_MAX = 8;
/** A move of the balance below this is not worth a line; 0..1. */
const SHIFT_MIN = 0.02;

/** What would change this assessment: findings that carry much, weak sources, measures that lack data. */
export function makeChangers({ assessments, findings, measures }: CardSource): string[] {
  const known = new Map(findings.map((finding) => [finding.id, finding]));
  const influential = assessments.flatMap((assessment) =>
    assessment.influence.slice(0, 1).flatMap(({ finding, shift }) => {
      const found = known.get(finding);
      return found && Math.abs(shift) >= SHIFT_MIN ? [influenceLine(found, shift)] : [];
    }),
  );
  const weak = findings.filter(({ sourceWeight }) => sourceWeight === 0.4);
  const weakLine =
    weak.length === 0
      ? []
      : [`${weak.length} findings rest on weak sources alone: a primary source for or against any of them.`];
  const missing = measures.flatMap(({ estimate, label }) =>
    estimate.established ? [] : [`Data for “${label}”: ${estimate.reason}.`],
  );
  return [...influential, ...weakLine, ...missing].slice(0, LINES_MAX);
}

function influenceLine(finding: Finding, shift: number): string {
  const points = Math.abs(shift).toFixed(2);
  const way = shift > 0 ? "lower" : "raise";
  return `If “${finding.title}” did not stand, the balance of ${EVAL_TITLES[finding.eval]} would ${way} by ${points}.`;
}
