import { levelOf, PRIORITIES } from "./ladders.ts";
import type { Duty } from "./duties.ts";
import type { Passage } from "./passage.ts";
import { type Signal, signal } from "./reasons.ts";
import { likeness } from "./synonyms.ts";

/** Duties at least this alike are one duty; 0..1. */
const SAME_DUTY_MIN = 0.3;

/** How far what is owed moved on the scale, duty by duty, those that say more counting more. */
export function readModality(old: Passage, neu: Passage): Signal[] {
  return [...readRungs(old, neu), ...readPriority(old.visible.toLowerCase(), neu.visible.toLowerCase())];
}

function readPriority(old: string, neu: string): Signal[] {
  const [before, after] = [levelOf(old, PRIORITIES), levelOf(neu, PRIORITIES)];
  return before > 0 && after > 0 ? signal("priority", after - before) : [];
}

function readRungs(old: Passage, neu: Passage): Signal[] {
  const pairs = pairDuties(old.duties, neu.duties);
  let moved = 0;
  let total = 0;
  for (const [before, after] of pairs) {
    if (before.rung === null || after.rung === null || onlyThought(before, after)) continue;
    const size = before.matters.size + after.matters.size + 1;
    moved += size * (after.rung - before.rung);
    total += size;
  }
  if (total === 0) return [];
  const change = moved / total;
  return Math.abs(change) < 0.15 ? [] : signal("modality", change, Math.min(1.3, Math.abs(change)));
}

/** "We recognise that it is so" for "it is so": nobody is obliged by either. */
const onlyThought = (a: Duty, b: Duty): boolean => (a.attitude && !b.explicit) || (b.attitude && !a.explicit);

function pairDuties(old: readonly Duty[], neu: readonly Duty[]): (readonly [Duty, Duty])[] {
  const candidates = old.flatMap((before) =>
    neu.map((after) => ({ before, after, alike: likeness(before.matters, after.matters) })),
  );
  candidates.sort((a, b) => b.alike - a.alike);
  const used = new Set<Duty>();
  const pairs: (readonly [Duty, Duty])[] = [];
  for (const { before, after, alike } of candidates) {
    if (used.has(before) || used.has(after)) continue;
    // The best pair of the passages is taken however little it shares: the two stand for one another.
    if (alike < SAME_DUTY_MIN && pairs.length > 0) break;
    used.add(before).add(after);
    pairs.push([before, after]);
  }
  return pairs;
}
