import { type DocumentRow, findDocument, listDocuments, listVersions, type VersionRow } from "../../../index/index.ts";
import { feedAddress } from "../../components/feed-links.tsx";
import { NotFound } from "../../page.ts";
import { unknownDocument, unknownLab } from "../../pages/changes/known.ts";
import { DOCUMENTS_FILTERS, selectDocuments } from "../../pages/documents/select.ts";
import type { Site } from "../../site.ts";
import { AS_OF_SHAPE, LIST_SHAPE, type Order, takePart } from "../lists.ts";
import { API_BASE, evidencePath, operation, toList } from "../operation.ts";
import { document, lab, listOf, version } from "../schemas.ts";

const changeFeed = (base: string, filters: Record<string, string>): string =>
  base + feedAddress({ path: "/changes", query: new URLSearchParams(filters) }, ".atom");

interface KnownLab {
  readonly id: string;
  readonly name: string;
  readonly fictional: boolean;
  readonly documents: number;
}

async function readLabs({ frame, index, workspace }: Site): Promise<KnownLab[]> {
  const documents = Map.groupBy(await listDocuments(index), (row) => row.lab);
  const fictional = new Set(workspace.labTable.fictional);
  return Object.entries(frame.labs).map(([id, name]) => ({
    id,
    name,
    fictional: fictional.has(id),
    documents: documents.get(id)?.length ?? 0,
  }));
}

const toLab = (base: string) => (known: KnownLab) => ({
  ...known,
  links: {
    page: `${base}/labs/${known.id}`,
    card: `${base}${API_BASE}/cards/${known.id}`,
    changes: `${base}${API_BASE}/changes?lab=${known.id}`,
    feed: changeFeed(base, { lab: known.id }),
  },
});

export const listLabs = operation({
  path: "/labs",
  id: "listLabs",
  summary: "Every lab that anything is known of, by id.",
  params: {},
  query: LIST_SHAPE,
  answer: listOf("LabList", lab),
  example: () => "/labs",
  read: async (site, { query, base }) => {
    const part = takePart(await readLabs(site), { keyOf: ({ id }) => [id], signs: [1] }, query);
    return toList(site.frame.asOf, part, toLab(base));
  },
});

export const getLab = operation({
  path: "/labs/{lab}",
  id: "getLab",
  summary: "One lab.",
  params: { lab: "id of a lab" },
  query: {},
  answer: lab,
  example: (known) => known.lab && `/labs/${known.lab}`,
  read: async (site, { params, base }) => {
    const id = params["lab"] ?? "";
    const known = (await readLabs(site)).find((one) => one.id === id);
    if (!known) throw unknownLab(site, id);
    return toLab(base)(known);
  },
});

const toDocument = (base: string) => (row: DocumentRow) => ({
  id: row.id,
  lab: row.lab,
  service: row.service,
  terms: row.terms,
  versions: row.versions,
  firstVersion: row.first_version,
  lastVersion: row.last_version,
  firstDate: row.first_date,
  lastDate: row.last_date,
  links: {
    page: `${base}/documents/${row.id}`,
    versions: `${base}${API_BASE}/documents/${row.id}/versions`,
    changes: `${base}${API_BASE}/changes?document=${encodeURIComponent(row.id)}`,
    feed: changeFeed(base, { document: row.id }),
    timemap: `${base}/timemap/json/${base}/documents/${row.id}`,
  },
});

export const getDocuments = operation({
  path: "/documents",
  id: "listDocuments",
  summary: "Tracked documents by id, with as many versions as were recorded up to `as-of`.",
  params: {},
  query: { ...DOCUMENTS_FILTERS, ...AS_OF_SHAPE, ...LIST_SHAPE },
  answer: listOf("DocumentList", document),
  example: (known) => (known.lab === null ? "/documents" : `/documents?lab=${known.lab}`),
  read: async (site, { query, base }) => {
    const rows = await selectDocuments(site, query, query["as-of"]);
    const part = takePart(rows, { keyOf: ({ id }) => [id], signs: [1] }, query);
    return toList(query["as-of"] ?? site.frame.asOf, part, toDocument(base));
  },
});

const DOCUMENT_PARAMS = { lab: "first part of the document's id", document: "second part of the document's id" };

export const getDocument = operation({
  path: "/documents/{lab}/{document}",
  id: "getDocument",
  summary: "One document, as it was recorded up to `as-of`.",
  params: DOCUMENT_PARAMS,
  query: AS_OF_SHAPE,
  answer: document,
  example: (known) => known.document && `/documents/${known.document}`,
  read: async (site, { params, query, base }) => {
    const { id } = await knownDocument(site, params);
    const row = (await listDocuments(site.index, query["as-of"])).find((one) => one.id === id);
    if (!row) throw new NotFound(`No version of ${id} is recorded up to ${query["as-of"] ?? site.frame.asOf}.`);
    return toDocument(base)(row);
  },
});

async function knownDocument(site: Site, params: Readonly<Record<string, string>>): Promise<DocumentRow> {
  const id = `${params["lab"]}/${params["document"]}`;
  const row = await findDocument(site.index, id);
  if (row) return row;
  throw unknownDocument(
    id,
    (await listDocuments(site.index)).map((one) => one.id),
  );
}

const toVersion = (base: string) => (row: VersionRow) => ({
  id: row.id,
  document: row.document,
  logIndex: row.log_index,
  date: row.date,
  cause: row.cause,
  blob: row.blob,
  size: row.size,
  service: row.service,
  terms: row.terms,
  base: row.base,
  noise: row.noise,
  note: row.note,
  links: {
    page: `${base}/evidence/${evidencePath(row.id)}`,
    text: `${base}/text/${evidencePath(row.id)}`,
    proof: `${base}/proof/${evidencePath(row.id)}`,
  },
});

const VERSION_ORDER: Order<VersionRow> = { keyOf: (row) => [row.date, row.log_index], signs: [1, 1] };

export const getVersions = operation({
  path: "/documents/{lab}/{document}/versions",
  id: "listVersions",
  summary: "The versions of a document by date, those set aside as noise too.",
  params: DOCUMENT_PARAMS,
  query: { ...AS_OF_SHAPE, ...LIST_SHAPE },
  answer: listOf("VersionList", version),
  example: (known) => known.document && `/documents/${known.document}/versions?limit=5`,
  read: async (site, { params, query, base }) => {
    const asOf = query["as-of"];
    const rows = await listVersions(site.index, (await knownDocument(site, params)).id);
    const known = rows.filter(({ date }) => asOf === undefined || date.slice(0, asOf.length) <= asOf);
    return toList(asOf ?? site.frame.asOf, takePart(known, VERSION_ORDER, query), toVersion(base));
  },
});

export const getVersion = operation({
  path: "/documents/{lab}/{document}/versions/{entry}",
  id: "getVersion",
  summary: "One version of a document.",
  params: { ...DOCUMENT_PARAMS, entry: "place of the version in the log" },
  query: {},
  answer: version,
  example: (known) => known.version && `/documents/${known.version.replace("@", "/versions/")}`,
  read: async (site, { params, base }) => {
    const { id } = await knownDocument(site, params);
    const row = (await listVersions(site.index, id)).find((one) => String(one.log_index) === params["entry"]);
    if (!row) throw new NotFound(`The document ${id} has no version ${params["entry"]}.`);
    return toVersion(base)(row);
  },
});
