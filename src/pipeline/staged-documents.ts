import type { IndexStage } from "../index/index.ts";

/**
 * Of the documents that lie staged, which hold the histories that are wanted (document → its name): `done`, by the same names,
 * and `outdated`, the others: their history has grown since, or another detector read it.
 */
export async function stagedDocuments(
  stage: IndexStage,
  wanted: ReadonlyMap<string, string>,
): Promise<{ readonly done: ReadonlyMap<string, string>; readonly outdated: readonly string[] }> {
  const { histories } = await stage.state();
  return {
    done: commonOf(wanted, histories),
    outdated: [...histories.keys()].filter((one) => wanted.get(one) !== histories.get(one)),
  };
}

/** What two maps have in common. */
export function commonOf(
  wanted: ReadonlyMap<string, string>,
  histories: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  return new Map([...wanted].filter(([document, history]) => histories.get(document) === history));
}
