import { z } from "zod";
import { type DocumentRow, listDocuments } from "../../../index/index.ts";
import type { Site } from "../../site.ts";
import { refuseUnknown } from "../changes/known.ts";

const WORDS_LENGTH_MAX = 200;

/** The filters of the list of documents, as its address has them. */
export const DOCUMENTS_FILTERS = {
  lab: z.string().optional(),
  q: z.string().max(WORDS_LENGTH_MAX, `at most ${WORDS_LENGTH_MAX} characters`).optional(),
};

/**
 * Documents of a lab, or of all, that have all words in their names; by id. Throws NotFound for an unknown lab. `asOf`:
 * as they were recorded up to this day, without later versions.
 */
export async function selectDocuments(
  site: Site,
  { lab, q = "" }: { readonly lab?: string | undefined; readonly q?: string | undefined },
  asOf?: string,
): Promise<DocumentRow[]> {
  await refuseUnknown(site, { lab });
  const words = q
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  return (await listDocuments(site.index, asOf)).filter(
    (row) =>
      (lab === undefined || row.lab === lab) &&
      words.every((word) => `${row.id} ${row.lab_name} ${row.service} ${row.terms}`.toLowerCase().includes(word)),
  );
}
