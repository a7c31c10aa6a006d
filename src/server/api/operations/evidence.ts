import { blobOf } from "../../../model/index.ts";
import { readDirectory, recordedAt } from "../../pages/evidence/directory.ts";
import { type Located, locate } from "../../pages/evidence/locate.ts";
import { oneOf } from "../../query.ts";
import type { Site } from "../../site.ts";
import { decodeCursor, encodeCursor, LIST_SHAPE } from "../lists.ts";
import { evidencePath, operation } from "../operation.ts";
import { evidenceEntry, listOf } from "../schemas.ts";

/** Entries that are read for one answer; a rare type may need several answers. */
const SCAN_MAX = 20_000;

function toEntry(site: Site, base: string, { index, entry, id }: Located) {
  return {
    index,
    id,
    entry,
    recorded: recordedAt(readDirectory(site), index),
    links: {
      page: `${base}/evidence/${evidencePath(id)}`,
      proof: `${base}/proof/${index}`,
      text: blobOf(entry) === null ? null : `${base}/text/${index}`,
    },
  };
}

export const getEntries = operation({
  path: "/evidence",
  id: "listEvidence",
  summary: "Entries of the evidence log, newest first, each with the way to its proof.",
  params: {},
  query: { type: oneOf(["version", "input", "import"]).optional(), ...LIST_SHAPE },
  answer: listOf("EvidenceList", evidenceEntry),
  example: () => "/evidence?type=version&limit=3",
  read: async (site, { query: { type, limit, cursor }, base }) => {
    const { evidence, frame } = site;
    const start = (decodeCursor(cursor, [0] as const satisfies readonly unknown[])?.[0] ?? evidence.size) - 1;
    const items: ReturnType<typeof toEntry>[] = [];
    let index = Math.min(start, evidence.size - 1);
    for (const end = index - SCAN_MAX; index >= 0 && index > end && items.length < limit; index--) {
      if (type === undefined || evidence.entry(index).type === type) {
        items.push(toEntry(site, base, await locate(site, String(index))));
      }
    }
    return {
      asOf: frame.asOf,
      total: type === undefined ? evidence.size : null,
      items,
      next: index < 0 ? null : encodeCursor([index + 1]),
    };
  },
});

export const getEntry = operation({
  path: "/evidence/{id}",
  id: "getEvidence",
  summary: "One entry of the evidence log.",
  params: { id: "place in the log, or SHA-256 of a text" },
  query: {},
  answer: evidenceEntry,
  example: (known) => known.entry && `/evidence/${known.entry}`,
  read: async (site, { params, base }) => toEntry(site, base, await locate(site, params["id"] ?? "")),
});
