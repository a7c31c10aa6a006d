import type { NoiseKind } from "../model/index.ts";
import type { Index } from "./open.ts";
import type { DocumentRow, VersionRow } from "./tables.ts";

/** All documents, by id. */
export async function listDocuments(index: Index): Promise<DocumentRow[]> {
  return index.query.selectFrom("documents").selectAll().orderBy("id").execute();
}

/** The versions of a document in log order. */
export async function listVersions(index: Index, document: string): Promise<VersionRow[]> {
  return index.query.selectFrom("versions").selectAll().where("document", "=", document).orderBy("log_index").execute();
}

/** How many versions each kind of noise suppresses; null: versions that are no noise. */
export async function tallyNoise(index: Index): Promise<{ readonly noise: NoiseKind | null; count: number }[]> {
  return index.query
    .selectFrom("versions")
    .select("noise")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .groupBy("noise")
    .orderBy("noise")
    .execute();
}
