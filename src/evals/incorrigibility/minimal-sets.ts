/** A vote among named voters; a proposal passes from `quota` votes on. */
export interface Vote {
  readonly voters: readonly { readonly name: string; readonly votes: number }[];
  readonly quota: number;
}

export type ActorSet = readonly string[];

/** Sets listed of one vote; a vote that has more is cut, and the cut is told. */
export const SETS_MAX = 200;

/**
 * The minimal winning coalitions of a vote: with any member less the rest falls short. Smaller ones first, at most
 * {@link SETS_MAX}.
 */
export function minimalCoalitions({ voters, quota }: Vote): {
  readonly sets: readonly ActorSet[];
  readonly cut: boolean;
} {
  const order = voters.toSorted((a, b) => b.votes - a.votes || (a.name < b.name ? -1 : 1));
  const sets: ActorSet[] = [];
  let cut = false;
  // Heaviest first: the vote that fills the quota is the lightest of its coalition, so none can be left out.
  const grow = (from: number, members: readonly string[], votes: number): void => {
    if (votes >= quota) {
      if (sets.length < SETS_MAX) sets.push(members);
      else cut = true;
      return;
    }
    for (let at = from; at < order.length && !cut; at++) {
      const voter = order[at] as Vote["voters"][number];
      if (voter.votes > 0) grow(at + 1, [...members, voter.name], votes + voter.votes);
    }
  };
  grow(0, [], 0);
  return { sets: sets.toSorted((a, b) => a.length - b.length), cut };
}

/** Sets without those that hold another one: whoever is not needed is left out. */
export function withoutSupersets(sets: readonly ActorSet[]): ActorSet[] {
  const kept: Set<string>[] = [];
  for (const set of sets.toSorted((a, b) => a.length - b.length)) {
    const members = new Set(set);
    if (!kept.some((smaller) => smaller.isSubsetOf(members))) kept.push(members);
  }
  return kept.map((set) => [...set]);
}
