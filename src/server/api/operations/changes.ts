import { type ChangePlace, countChanges, type ListedChange, listChangesAfter } from "../../../index/index.ts";
import { refuseUnknown } from "../../pages/changes/known.ts";
import { findOccurrences } from "../../pages/changes/occurrences.ts";
import { CHANGES_FILTERS, toChangeFilter } from "../../pages/changes/select.ts";
import { AS_OF_SHAPE, decodeCursor, encodeCursor, LIST_SHAPE } from "../lists.ts";
import { earlier, evidencePath, operation, toList } from "../operation.ts";
import { change, listOf } from "../schemas.ts";

const toChange =
  (base: string) =>
  ({ change: one, note, suppressed, service, terms }: ListedChange) => ({
    ...one,
    old: one.old && { ...one.old, path: [...one.old.path] },
    new: one.new && { ...one.new, path: [...one.new.path] },
    reasons: [...one.reasons],
    note,
    suppressed,
    service,
    terms,
    links: {
      page: `${base}/changes/${one.id}`,
      oldProof: `${base}/proof/${evidencePath(one.oldVersion)}`,
      newProof: `${base}/proof/${evidencePath(one.newVersion)}`,
    },
  });

export const getChanges = operation({
  path: "/changes",
  id: "listChanges",
  summary: "Changes of rules, newest first; without `show=all` those that matter.",
  params: {},
  query: { ...CHANGES_FILTERS, ...AS_OF_SHAPE, ...LIST_SHAPE },
  answer: listOf("ChangeList", change),
  example: () => "/changes?direction=loosens&disclosed=no&limit=5",
  read: async (site, { query: { "as-of": asOf, limit, cursor, ...chosen }, base }) => {
    await refuseUnknown(site, chosen);
    const filter = toChangeFilter({ ...chosen, until: earlier(chosen.until, asOf) });
    const key = decodeCursor(cursor, ["", 0, 0] as const satisfies readonly unknown[]);
    const after: ChangePlace | null = key && { date: key[0], logIndex: key[1], position: key[2] };
    const found = await listChangesAfter(site.index, filter, after, limit + 1);
    const last = found.length > limit ? found[limit - 1]?.place : undefined;
    const part = {
      total: await countChanges(site.index, filter),
      items: found.slice(0, limit).map(({ listed }) => listed),
      next: last === undefined ? null : encodeCursor([last.date, last.logIndex, last.position]),
    };
    return toList(asOf ?? site.frame.asOf, part, toChange(base));
  },
});

export const getChange = operation({
  path: "/changes/{id}",
  id: "getChange",
  summary: "One change; where a document went back and forth, its first occurrence that is no noise.",
  params: { id: "id of a change" },
  query: {},
  answer: change,
  example: (known) => known.change && `/changes/${known.change}`,
  read: async (site, { params, base }) => {
    const occurrences = await findOccurrences(site, params["id"] ?? "");
    const listed = occurrences.find(({ suppressed }) => suppressed === null) ?? occurrences[0];
    return toChange(base)(listed as ListedChange);
  },
});
