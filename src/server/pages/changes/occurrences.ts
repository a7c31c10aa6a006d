import {
  findChange,
  findVersion,
  type ListedChange,
  listChanges,
  nearChangeIds,
  type VersionRow,
} from "../../../index/index.ts";
import { ALARM_CONFIDENCE } from "../../../model/index.ts";
import { clauseOf } from "../../components/change-line.tsx";
import { BadRequest, NotFound } from "../../page.ts";
import type { Site } from "../../site.ts";

/** Ids offered where one is unknown. */
const NEAR_MAX = 8;

/** Every occurrence of a change. Throws NotFound with what exists nearby. */
export async function findOccurrences({ index }: Site, id: string): Promise<ListedChange[]> {
  if (!/^[0-9a-f]{1,64}$/.test(id))
    throw new BadRequest(`“${id}” is no id of a change: it is written in the digits 0–9 and a–f.`);
  const found = await findChange(index, id);
  if (found.length > 0) return found;
  const near = await nearChangeIds(index, id.slice(0, 2), NEAR_MAX);
  const nearby = near.map((one) => ({ href: `/changes/${one}`, text: one }));
  const [newest] = await listChanges(index, { minConfidence: ALARM_CONFIDENCE }, 1);
  const recent = newest ? [{ href: `/changes/${newest.change.id}`, text: `the newest: ${clauseOf(newest)}` }] : [];
  throw new NotFound(`We know of no change ${id}.`, [...nearby, ...recent]);
}

/** The old and the new version of a change. */
export async function readVersions({ index }: Site, { change }: ListedChange): Promise<[VersionRow, VersionRow]> {
  const [old, neu] = await Promise.all([change.oldVersion, change.newVersion].map((id) => findVersion(index, id)));
  if (!old || !neu) throw new Error(`the versions of change ${change.id} are not in the index`);
  return [old, neu];
}
