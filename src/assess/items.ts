import type { EvalName, Finding, IndicatorResult } from "../model/index.ts";
import { keptShares } from "./rule-precision.ts";
import { UNDECIDED_WEIGHT } from "./weights.ts";

/** One event or indicator as evidence on one eval of one lab: 1 concerning, 0 reassuring, ½ mixed. */
export interface Item extends Pick<Finding, "severity" | "state" | "sourceWeight" | "match"> {
  readonly lab: string;
  readonly eval: EvalName;
  readonly x: number;
  /** Part of its weight that counts: records that tell of one event share the weight of one. */
  readonly share: number;
  /** Items of one story weigh together no more than one major item. */
  readonly story: string;
  /** The share of what its rule proposes that people are expected to keep, 0 to 1. */
  readonly kept: number;
  /** The finding behind it; null for an indicator of a published rubric. */
  readonly finding: string | null;
}

const X: Readonly<Record<Finding["bearing"], number>> = { concerning: 1, mixed: 0.5, reassuring: 0 };

/**
 * Every finding is an item; findings of one document version, one policy revision, are one story. Findings of one lab
 * and eval whose records tell of the same event (`events`: record → event) share the weight of one.
 */
export function itemsOfFindings(findings: readonly Finding[], events: ReadonlyMap<string, string>): Item[] {
  const eventOf = ({ id, lab, eval: name, evidence: [record] }: Finding): string => {
    const event = record === undefined ? undefined : events.get(record);
    return event === undefined ? id : `${lab} ${name} ${event}`;
  };
  const told = Map.groupBy(findings, eventOf);
  const kept = keptShares(findings);
  return findings.map((finding) => ({
    lab: finding.lab,
    eval: finding.eval,
    x: X[finding.bearing],
    share: 1 / (told.get(eventOf(finding))?.length ?? 1),
    severity: finding.severity,
    state: finding.state,
    sourceWeight: finding.sourceWeight,
    match: finding.match,
    story: finding.evidence[0] ?? finding.id,
    kept: kept.get(finding.rule) ?? UNDECIDED_WEIGHT,
    finding: finding.id,
  }));
}

/**
 * The indicators of each lab's newest round of a rubric: points stand for what can be seen. One round is one story: a
 * hundred indicators of one scoring do not outweigh everything else.
 */
export function itemsOfIndicators(indicators: readonly IndicatorResult[]): Item[] {
  const newest = new Map<string, string>();
  for (const { lab, rubric, round } of indicators) {
    const key = `${lab} ${rubric}`;
    if (round > (newest.get(key) ?? "")) newest.set(key, round);
  }
  return indicators.flatMap(({ lab, rubric, round, indicator, points }): Item[] => {
    if (points === null || newest.get(`${lab} ${rubric}`) !== round) return [];
    const story = `${rubric} ${round}`;
    const fixed = {
      share: 1,
      severity: 1,
      state: "proposed",
      sourceWeight: 0.8,
      kept: UNDECIDED_WEIGHT,
      finding: null,
    } as const;
    return [{ lab, eval: "lack-of-transparency", x: 1 - points, match: `${story} ${indicator}`, story, ...fixed }];
  });
}
