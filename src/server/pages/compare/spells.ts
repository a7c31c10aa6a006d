import type { FoundClause } from "../../../index/index.ts";

/** A time through which a lab had a rule of one kind on a matter, in one clause or in several after or beside each other. */
export interface Spell {
  readonly isBan: boolean;
  /** The clause with which it began, and the one with which it ended or that is in force. */
  readonly first: FoundClause;
  readonly last: FoundClause;
  /** How many clauses it is made of. */
  readonly clauses: number;
}

/** The spells of a lab's rules, bans first, the earliest first. */
export function spellsOf(rules: readonly FoundClause[]): Spell[] {
  const [bans, others] = [rules.filter(isBan), rules.filter((rule) => !isBan(rule))];
  return [...merge(bans), ...merge(others)];
}

const isBan = ({ norm }: FoundClause): boolean => norm === "use-ban";

/** Later than any day. */
const FOREVER = "9999";

function merge(rules: readonly FoundClause[]): Spell[] {
  const spells: Spell[] = [];
  for (const rule of rules.toSorted((a, b) => (a.since < b.since ? -1 : 1))) {
    const current = spells.at(-1);
    if (current === undefined || rule.since > (current.last.until ?? FOREVER)) {
      spells.push({ isBan: isBan(rule), first: rule, last: rule, clauses: 1 });
      continue;
    }
    const isLater = (rule.until ?? FOREVER) > (current.last.until ?? FOREVER);
    spells[spells.length - 1] = {
      ...current,
      last: isLater ? rule : current.last,
      clauses: current.clauses + 1,
    };
  }
  return spells;
}
