import { type Measure, measuresOf } from "./measures.ts";
import { ASSURANCE, ATTACKERS, HELPED, levelOf, MATCHED, SEVERITIES, type Step, SURE, UNSURE } from "./ladders.ts";
import type { Passage } from "./passage.ts";
import { type Signal, signal } from "./reasons.ts";

/** Numbers, levels and how grave or sure a thing must be. */
export function readThreshold(old: Passage, neu: Passage): Signal[] {
  return [...readMeasures(old, neu), ...readCadence(old, neu), ...readTiers(old, neu), ...readDegrees(old, neu)];
}

function readMeasures(old: Passage, neu: Passage): Signal[] {
  const same = (a: Measure, b: Measure): boolean => a.unit === b.unit && a.value === b.value;
  const [before, after] = [measuresOf(old), measuresOf(neu)];
  const gone = before.filter((one) => !after.some((other) => same(one, other)));
  const come = after.filter((one) => !before.some((other) => same(one, other)));
  const signals: Signal[] = [];
  for (const one of gone) {
    const at = come.findIndex(({ unit, role }) => unit === one.unit && (sameRole(role, one.role) || unit !== "day"));
    const [other] = at === -1 ? [] : come.splice(at, 1);
    if (other)
      signals.push(...signal("quantity", Math.sign(other.value - one.value) * (MORE_BINDS.has(other.role) ? 1 : -1)));
    else if (one.role === "cadence" && !SOME_CADENCE.test(neu.visible)) signals.push(...signal("cadence", -1));
    else if (one.role === "cadence" && VAGUE.test(neu.visible)) signals.push(...signal("cadence", -1));
    else if (one.role === "deadline") signals.push(...signal("cadence", -1, 0.7));
    else if (one.role === "minimum" && after.length === 0) signals.push(...signal("quantity", -1, UNNUMBERED));
  }
  for (const one of come) {
    if (one.role === "minimum" && before.length === 0) signals.push(...signal("quantity", 1, UNNUMBERED));
    if (one.role === "cadence" || one.role === "deadline") {
      if (!gone.some(({ role }) => role === one.role))
        signals.push(...signal("cadence", 1, one.role === "cadence" ? 0.9 : 0.7));
    }
  }
  return signals;
}

const sameRole = (a: Measure["role"], b: Measure["role"]): boolean =>
  a === b || (MORE_BINDS.has(a) && MORE_BINDS.has(b));

/** "At least 20 percent" against "enough". */
const UNNUMBERED = 0.5;

/** A larger number binds more: notice, retention, "at least three experts". Of the others a smaller one does. */
const MORE_BINDS: ReadonlySet<Measure["role"]> = new Set(["minimum", "amount"]);

const VAGUE =
  /\b(?:regular(?:ly)?|periodic(?:ally)?|from time to time|routine(?:ly)?|occasional(?:ly)?|as needed|at (?:regular |appropriate )?intervals)\b/i;
const SOME_CADENCE = /\b(?:every|each|continu(?:ous|al)(?:ly)?|ongoing|throughout)\b/i;

/** Every checkpoint, continuously, regularly, now and then. */
function readCadence(old: Passage, neu: Passage): Signal[] {
  const level = ({ visible }: Passage): number => {
    if (
      /\b(?:continu(?:ous|al)(?:ly)?|ongoing|at (?:every|each) (?:checkpoint|stage|step)|every checkpoint|throughout|at all times)\b/i.test(
        visible,
      )
    )
      return 3;
    if (/\b(?:regular(?:ly)?|routine(?:ly)?)\b/i.test(visible)) return 2;
    if (/\b(?:periodic(?:ally)?|from time to time|occasional(?:ly)?|final model|as needed)\b/i.test(visible)) return 1;
    return 0;
  };
  const [before, after] = [level(old), level(neu)];
  // How often in numbers is read above; now and then (1) against nothing says little.
  if (measuresOf(before === 0 ? old : neu).some(({ role }) => role === "cadence")) return [];
  if (Math.min(before, after) === 0 && Math.max(before, after) < 2) return [];
  return signal("cadence", after - before, Math.min(before, after) === 0 ? 0.6 : 0.8);
}

interface Tier {
  readonly scale: "number" | "word";
  readonly level: number;
  /** A level of protection: a higher one binds more. */
  readonly protects: boolean;
}

const NUMBERED = /\b(?:asl|tier|level|ccl|stage|class|category|standard|sl|csl)[ -]?(\d)\b/gi;
const WORDED =
  /\b(low|medium|moderate|high|critical)\b(?=[”"']? ?(?:risk|capability|threshold|level|or (?:below|above|higher|lower)|score|category|tier|rating|post-mitigation|models?\b|on (?:any|all)|in (?:any|all)))|(?<=\b(?:score[sd]?|reach(?:es|ed)?|rated|level of|at|as|of|is) [“"']?)(low|medium|moderate|high|critical)\b(?! (?:infrastructure|stakes|quality|level of|confidence))/gi;
const LEVEL_OF: Readonly<Record<string, number>> = { low: 1, medium: 2, moderate: 2, high: 3, critical: 4 };
const PROTECTS = /\b(?:security|safeguard|protect\w*|standard|measures|mitigation|controls)\b/i;
/** How far around a level the words of protection stand, in characters. */
const NEAR = 30;

function tiersOf({ visible }: Passage): Tier[] {
  const tiers: Tier[] = [];
  const protects = (at: number, length: number): boolean =>
    PROTECTS.test(visible.slice(at + length, at + length + NEAR).split(/[,.;]/)[0] ?? "") ||
    (PROTECTS.test(visible.slice(Math.max(0, at - 2 * NEAR), at)) &&
      !/\b(?:reach|cross|models?|capabilit|threshold)/i.test(visible.slice(Math.max(0, at - 2 * NEAR), at))) ||
    /\b(?:implement|meet|apply|satisfy)\w* (?:\w+ ){0,3}$/i.test(visible.slice(Math.max(0, at - NEAR), at));
  for (const match of visible.matchAll(NUMBERED))
    tiers.push({ scale: "number", level: Number(match[1]), protects: protects(match.index, match[0].length) });
  for (const match of visible.matchAll(WORDED))
    tiers.push({
      scale: "word",
      level: LEVEL_OF[(match[1] ?? match[2] ?? "").toLowerCase()] ?? 0,
      protects: protects(match.index, match[0].length),
    });
  return tiers;
}

function readTiers(old: Passage, neu: Passage): Signal[] {
  const [before, after] = [tiersOf(old), tiersOf(neu)];
  const signals: Signal[] = [];
  for (const scale of ["number", "word"] as const) {
    for (const protects of [true, false]) {
      const lowest = (tiers: readonly Tier[]): number =>
        Math.min(
          ...tiers.filter((tier) => tier.scale === scale && tier.protects === protects).map(({ level }) => level),
        );
      const [from, to] = [lowest(before), lowest(after)];
      if (Number.isFinite(from) && Number.isFinite(to))
        signals.push(...signal("tier", (to - from) * (protects ? 1 : -1)));
    }
  }
  return signals;
}

function readDegrees(old: Passage, neu: Passage): Signal[] {
  const [before, after] = [old.visible.toLowerCase(), neu.visible.toLowerCase()];
  const signals: Signal[] = [];
  const [oldHarm, newHarm] = [levelOf(before, SEVERITIES), levelOf(after, SEVERITIES)];
  if (oldHarm !== newHarm) {
    const both = oldHarm > 0 && newHarm > 0;
    signals.push(...signal("severity", oldHarm - newHarm, both && Math.abs(oldHarm - newHarm) === 1 ? 0.75 : 0.7));
  }
  signals.push(...readPeople(before, after));
  const sure = (text: string): number => (SURE.test(text) ? -1 : UNSURE.test(text) ? 1 : 0);
  if (sure(before) * sure(after) < 0) signals.push(...signal("likelihood", sure(after)));
  const [oldSure, newSure] = [levelOf(before, ASSURANCE), levelOf(after, ASSURANCE)];
  if (oldSure > 0 && newSure > 0)
    signals.push(...signal("assurance", newSure - oldSure, 0.5 * Math.abs(newSure - oldSure)));
  else if (newSure === 1) signals.push(...signal("assurance", -1, 0.4));
  else if (oldSure === 1) signals.push(...signal("assurance", 1, 0.4));
  return signals;
}

/** Whom a model would have to help, or whom a safeguard must withstand. */
function readPeople(before: string, after: string): Signal[] {
  const change = (ladder: readonly Step[]): number => {
    const [from, to] = [levelOf(before, ladder), levelOf(after, ladder)];
    return from > 0 && to > 0 ? to - from : 0;
  };
  return [
    ...signal("helped", -change(HELPED)),
    ...signal("helped", -change(MATCHED)),
    ...signal("attacker", change(ATTACKERS)),
  ];
}
