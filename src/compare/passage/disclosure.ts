import { DETAIL_LESS, DETAIL_MORE, levelOf, PUBLICITY, RECIPIENTS } from "./ladders.ts";
import type { Passage } from "./passage.ts";
import { type Signal, signal } from "./reasons.ts";

/** Who learns what. */
export function readDisclosure(old: Passage, neu: Passage): Signal[] {
  const [before, after] = [old.visible.toLowerCase(), neu.visible.toLowerCase()];
  const [oldLevel, newLevel] = [publicityOf(old), publicityOf(neu)];
  if (oldLevel === 0 && newLevel === 0) return [];
  const change = newLevel - oldLevel;
  const outside = oldLevel >= 2 || newLevel >= 2;
  const signals = outside
    ? signal("publicity", change, oldLevel === 0 ? FROM_NOTHING : newLevel === 0 ? TO_NOTHING : 1)
    : [];
  if (change === 0) signals.push(...readRecipients(before, after));
  const count = (text: string, pattern: RegExp): number => new Set(text.match(pattern)).size;
  const less = count(before, DETAIL_LESS) - count(after, DETAIL_LESS);
  const more = count(after, DETAIL_MORE) - count(before, DETAIL_MORE);
  // A summary for the public where nothing was public takes nothing away.
  if (oldLevel > 0 && newLevel > 0 && change <= 0 && Math.sign(less + more) !== 0) {
    signals.push(...signal("detail", less + more));
  }
  return signals;
}

/** Where the other passage tells nobody at all, telling may not be what it is about. */
const FROM_NOTHING = 0.5;
const TO_NOTHING = 0.7;

/** "We will not publish": tells nobody. */
const DENIED =
  /\b(?:will|may|do|does|shall|need|are|is)(?: not|n't| never)\b[^,.;]{0,20}\b(?:publish|disclos|shar|report)/;

function publicityOf({ sentences }: Passage): number {
  const told = sentences.map((sentence) => sentence.toLowerCase()).filter((sentence) => !DENIED.test(sentence));
  return Math.max(0, ...told.map((sentence) => levelOf(sentence, PUBLICITY)));
}

function readRecipients(before: string, after: string): Signal[] {
  let change = 0;
  for (const pattern of Object.values(RECIPIENTS)) change += Number(pattern.test(after)) - Number(pattern.test(before));
  return signal("recipient", change);
}
