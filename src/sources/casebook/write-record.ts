import { Document, isMap, isScalar, isSeq, type Node, Scalar, visit } from "yaml";
import type { CasebookRecord } from "../../model/index.ts";

/** Prose longer than this stands in a folded block of its own. */
const LINE_CHARACTERS = 80;
const WIDTH = 120;

type Source = CasebookRecord["sources"][number];
type OrNull<T> = { readonly [K in keyof T]?: T[K] | null };

/** A record, or what there is of one: a skeleton has null where someone must still write. */
export type WritableRecord = OrNull<Omit<CasebookRecord, "fields" | "sources">> & {
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly sources?: readonly OrNull<Source>[];
};

/** The order in which a record is read. */
const ORDER: readonly (keyof CasebookRecord)[] = [
  "id",
  "lab",
  "type",
  "date",
  "date_precision",
  "end_date",
  "title",
  "summary",
  "dimensions",
  "direction",
  "severity",
  "figures",
  "fields",
  "counter",
  "weak",
  "sources",
  "seed",
  "also",
];

/** What a file leaves out when it says nothing. */
const LEFT_OUT: ReadonlySet<string> = new Set(["end_date", "weak", "seed", "also", "figures", "fields"]);

/** A record as an item of a casebook file, as people would write it. */
export function formatRecord(record: WritableRecord): string {
  const shown = ORDER.filter((key) => key in record && !(LEFT_OUT.has(key) && saysNothing(record[key])));
  const plain = Object.fromEntries(shown.map((key) => [key, key === "sources" ? plainSources(record) : record[key]]));
  const document = new Document([plain], { aliasDuplicateObjects: false });
  visit(document, { Pair: (_, { key, value }) => style(isScalar(key) ? String(key.value) : "", value as Node | null) });
  return document.toString({ lineWidth: WIDTH, flowCollectionPadding: false, minContentWidth: 0 });
}

function saysNothing(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return value === null || value === false;
  return Object.keys(value).length === 0;
}

/** Sources without what they do not say; the address and the reading are always told. */
function plainSources({ sources }: WritableRecord): unknown {
  return sources?.map(({ primary, publisher, date, ...source }) => ({
    url: source.url,
    title: source.title,
    ...(publisher == null ? {} : { publisher }),
    ...(date == null ? {} : { date }),
    verified: source.verified,
    ...(primary ? { primary } : {}),
    supports: source.supports,
  }));
}

/** Keys whose value is a date: plain, also where it is a year alone. */
const DATES: ReadonlySet<string> = new Set([
  "date",
  "due_date",
  "status_date",
  "explanation_date",
  "start",
  "end",
  "period",
]);

function style(key: string, value: Node | null): void {
  if (isSeq(value) && value.items.every((item) => isScalar(item) && String(item.value).length < WIDTH / 2)) {
    value.flow = true;
  } else if (isMap(value)) {
    value.flow = false;
  } else if (isScalar(value) && typeof value.value === "string") {
    if (DATES.has(key) && /^[1-9]\d{3}$/.test(value.value)) value.value = Number(value.value);
    else if (value.value.length > LINE_CHARACTERS && value.value.includes(" ")) value.type = Scalar.BLOCK_FOLDED;
  }
}
