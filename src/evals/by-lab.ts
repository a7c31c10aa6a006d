import type { EvalInput } from "./input.ts";

/** The lab of a measure over all, and of records that concern many labs. */
export const INDUSTRY = "industry";

/**
 * What there is of each lab that has any, by lab, then all of it as the industry's, what concerns no single lab
 * included. Nothing where there is nothing.
 */
export function groupByLab<T extends { readonly lab: string }>(
  { labs }: Pick<EvalInput, "labs">,
  items: readonly T[],
): (readonly [lab: string, own: readonly T[]])[] {
  if (items.length === 0) return [];
  const groups = Map.groupBy(items, ({ lab }) => lab);
  const own = singleLabs({ labs }).flatMap((lab) => {
    const group = groups.get(lab);
    return group ? [[lab, group] as const] : [];
  });
  return [...own, [INDUSTRY, items]];
}

/** Ids of the labs, without the industry as a whole. */
export function singleLabs({ labs }: Pick<EvalInput, "labs">): string[] {
  return [...labs.keys()].filter((lab) => lab !== INDUSTRY);
}
