import type { TableName, Tables } from "./tables.ts";

/** Raised whenever a table changes. The index is derived, so nothing migrates: another version is built anew. */
export const SCHEMA_VERSION = 9;

/** What a column holds; `text?`: or null. */
export type ColumnType = "text" | "text?" | "integer" | "real";

/** A table as every database makes it. */
interface Shape<Row> {
  readonly columns: Readonly<Record<keyof Row & string, ColumnType>>;
  /** Columns that no two rows have alike; empty: there are none. */
  readonly key: readonly (keyof Row & string)[];
  readonly indexes: Readonly<Record<string, { readonly on: readonly (keyof Row & string)[]; readonly where?: string }>>;
}

/** All tables. Columns stand in the order in which rows are put in. */
export const SHAPES: { readonly [Name in TableName]: Shape<Tables[Name]> } = {
  meta: { columns: { name: "text", value: "text" }, key: ["name"], indexes: {} },
  documents: {
    columns: {
      id: "text",
      lab: "text",
      lab_name: "text",
      service: "text",
      terms: "text",
      versions: "integer",
      first_version: "text",
      last_version: "text",
      first_date: "text",
      last_date: "text",
      detector: "text",
    },
    key: ["id"],
    indexes: {},
  },
  versions: {
    columns: {
      id: "text",
      document: "text",
      log_index: "integer",
      step: "integer",
      date: "text",
      cause: "text",
      blob: "text",
      size: "integer",
      service: "text",
      terms: "text",
      repository: "text",
      commit_id: "text",
      path: "text",
      base: "text?",
      noise: "text?",
      note: "text?",
      note_in: "text?",
    },
    key: ["id"],
    indexes: { versions_by_document: { on: ["document", "step"] }, versions_by_blob: { on: ["blob"] } },
  },
  changes: {
    columns: {
      id: "text",
      lab: "text",
      document: "text",
      date: "text",
      old_version: "text",
      new_version: "text",
      log_index: "integer",
      step: "integer",
      position: "integer",
      kind: "text",
      direction: "text",
      subject: "text",
      severity: "integer",
      confidence: "real",
      disclosed: "text",
      suppressed: "text?",
    },
    key: [],
    indexes: {
      changes_by_document: { on: ["document", "step", "position"] },
      changes_by_id: { on: ["id"] },
      changes_by_lab: { on: ["direction", "lab", "date"], where: "suppressed is null" },
      changes_by_date: { on: ["date"], where: "suppressed is null" },
    },
  },
  change_bodies: {
    columns: { document: "text", id: "text", body: "text" },
    key: ["document", "id"],
    indexes: {},
  },
  clauses: {
    columns: {
      lab: "text",
      document: "text",
      text: "text",
      path: "text",
      bearer: "text",
      modality: "text",
      norm: "text",
      first_version: "text",
      last_version: "text",
      first_step: "integer",
      position: "integer",
      since: "text",
      until: "text?",
      words: "text",
      word_count: "integer",
    },
    key: [],
    indexes: { clauses_by_document: { on: ["document", "first_step", "position"] } },
  },
  findings: {
    columns: {
      id: "text",
      lab: "text",
      eval: "text",
      date: "text",
      bearing: "text",
      severity: "integer",
      state: "text",
      seed: "integer",
      body: "text",
    },
    key: ["id"],
    indexes: { findings_by_lab: { on: ["lab", "eval"] } },
  },
  measures: {
    columns: { id: "text", lab: "text", eval: "text", position: "integer", body: "text" },
    key: ["id"],
    indexes: {},
  },
  assessments: { columns: { lab: "text", eval: "text", body: "text" }, key: ["lab", "eval"], indexes: {} },
  comparisons: {
    columns: { eval: "text", lab: "text", other: "text", body: "text" },
    key: ["eval", "lab", "other"],
    indexes: {},
  },
};

export const TABLE_NAMES = Object.keys(SHAPES) as TableName[];

/** The tables that hold the rows of one document, under its id in a column `document`; `documents` has the id itself. */
export const DOCUMENT_TABLES = ["versions", "changes", "change_bodies", "clauses"] as const satisfies TableName[];

/** The tables of what the evals say. */
export const EVAL_TABLES = ["findings", "measures", "assessments", "comparisons"] as const satisfies TableName[];

/** The columns of a table, in the order in which rows are put in. */
export function columnsOf<Name extends TableName>(name: Name): readonly (keyof Tables[Name] & string)[] {
  return Object.keys(SHAPES[name].columns) as (keyof Tables[Name] & string)[];
}

/** The columns and the key of a table as `create table` has them; `types`: what the database calls each type. */
export function formatColumns(name: TableName, types: Readonly<Record<ColumnType, string>>): string {
  const { columns, key } = SHAPES[name];
  const parts = Object.entries(columns).map(([column, type]) => `"${column}" ${types[type]}`);
  if (key.length > 0) parts.push(`primary key (${quoteAll(key)})`);
  return parts.join(", ");
}

/** `create index` of all indexes of a table. */
export function formatIndexes(name: TableName): string {
  return Object.entries(SHAPES[name].indexes)
    .map(([index, { on, where }]) => {
      const condition = where === undefined ? "" : ` where ${where}`;
      return `create index "${index}" on "${name}" (${quoteAll(on)})${condition};`;
    })
    .join("\n");
}

/** Names of columns as SQL lists them. */
export const quoteAll = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(", ");
