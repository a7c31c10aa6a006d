/** Likeness from which a name is offered, 0..1: "acne" and "acme" have 0.33. */
const LIKE_MIN = 0.3;
/** Names offered at most. */
const NEAR_MAX = 5;

/** Names that share a beginning or most pairs of letters with the one given, nearest first. */
export function nearNames(name: string, known: readonly string[]): string[] {
  const rated = known.map((one) => ({ one, near: likeness(name.toLowerCase(), one.toLowerCase()) }));
  return rated
    .filter(({ near }) => near >= LIKE_MIN)
    .toSorted((a, b) => b.near - a.near || (a.one < b.one ? -1 : 1))
    .slice(0, NEAR_MAX)
    .map(({ one }) => one);
}

/** Share of letter pairs that two names have in common (Dice), 0..1; 1 where one holds the other. */
function likeness(a: string, b: string): number {
  if (a !== "" && (a.includes(b) || b.includes(a))) return 1;
  const pairs = (text: string): Set<string> =>
    new Set(Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2)));
  const [x, y] = [pairs(a), pairs(b)];
  return (2 * x.intersection(y).size) / Math.max(1, x.size + y.size);
}
