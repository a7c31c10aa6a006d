import { createHash } from "node:crypto";
import { closeSync, fsyncSync, openSync, writeSync } from "node:fs";
import { basename, join } from "node:path";
import { ParquetFile } from "./export-parquet.ts";
import { formatCsvHeader, formatCsvRow, formatJsonRow, type Table } from "./table-files.ts";

/** A file of an export, as a Frictionless data package describes it. */
export interface Resource {
  readonly name: string;
  /** Below the folder of the export. */
  readonly path: string;
  readonly description: string;
  readonly mediatype: string;
  readonly bytes: number;
  /** `sha256:` and 64 hexadecimal digits. */
  readonly hash: string;
  readonly [member: string]: unknown;
}

/** A table's three files, written as rows come. */
export class TableFiles<Row> {
  readonly table: Table<Row>;
  rows = 0;
  readonly #jsonl: HashedFile;
  readonly #csv: HashedFile;
  readonly #parquet: HashedFile;
  readonly #columns: ParquetFile<Row>;
  readonly #formatJson: (row: Row) => string;

  constructor(folder: string, table: Table<Row>, formatJson?: (row: Row) => string) {
    this.table = table;
    this.#jsonl = new HashedFile(join(folder, `${table.name}.jsonl`));
    this.#csv = new HashedFile(join(folder, `${table.name}.csv`));
    this.#parquet = new HashedFile(join(folder, `${table.name}.parquet`));
    this.#columns = new ParquetFile(table, (bytes) => this.#parquet.write(bytes));
    this.#csv.write(formatCsvHeader(table));
    this.#formatJson = formatJson ?? ((row) => formatJsonRow(table, row));
  }

  write(rows: readonly Row[]): void {
    for (const row of rows) {
      this.#jsonl.write(this.#formatJson(row));
      this.#csv.write(formatCsvRow(this.table, row));
      this.#columns.write(row);
    }
    this.rows += rows.length;
  }

  /** Closes the files; gives the resources that describe them. */
  finish(): readonly Resource[] {
    const { name, description, columns, key, references } = this.table;
    const fields = columns.map((column) => ({
      name: column.name,
      type: column.type,
      description: column.description,
    }));
    const foreignKeys = (references ?? []).map(([field, resource, target]) => ({
      fields: field,
      reference: { resource, fields: target },
    }));
    this.#columns.finish();
    const csv: Resource = {
      profile: "tabular-data-resource",
      name,
      path: `${name}.csv`,
      description,
      format: "csv",
      mediatype: "text/csv",
      encoding: "utf-8",
      ...this.#csv.finish(),
      schema: {
        fields,
        missingValues: [""],
        ...(key === undefined ? {} : { primaryKey: key }),
        ...(foreignKeys.length === 0 ? {} : { foreignKeys }),
      },
    };
    const jsonl = describeFile(this.#jsonl, "application/jsonl", `${description} One JSON object a line.`);
    return [csv, jsonl, describeFile(this.#parquet, "application/vnd.apache.parquet", `${description} By columns.`)];
  }
}

/** Closes a file and gives the resource that describes it: named by its path, a dash in place of each dot. */
export function describeFile(file: HashedFile, mediatype: string, description: string): Resource {
  const parts = file.name.split(".");
  return {
    profile: "data-resource",
    name: parts.join("-"),
    path: file.name,
    description,
    format: parts.at(-1) ?? "",
    mediatype,
    ...(mediatype === "application/vnd.apache.parquet" ? {} : { encoding: "utf-8" }),
    ...file.finish(),
  };
}

/** Bytes gathered before they are written: UTF-16 units of text. */
const WRITE_UNITS = 1024 * 1024;

/** A new file whose length and SHA-256 are known when it is finished. */
export class HashedFile {
  readonly name: string;
  readonly #descriptor: number;
  readonly #hash = createHash("sha256");
  #pending = "";
  #bytes = 0;

  constructor(path: string) {
    this.name = basename(path);
    this.#descriptor = openSync(path, "wx");
  }

  write(text: string | Uint8Array): void {
    if (typeof text !== "string") {
      this.#put(text);
      return;
    }
    this.#pending += text;
    if (this.#pending.length >= WRITE_UNITS) this.#flush();
  }

  finish(): { readonly bytes: number; readonly hash: string } {
    this.#flush();
    fsyncSync(this.#descriptor);
    closeSync(this.#descriptor);
    return { bytes: this.#bytes, hash: `sha256:${this.#hash.digest("hex")}` };
  }

  #flush(): void {
    const bytes = Buffer.from(this.#pending);
    this.#pending = "";
    this.#put(bytes);
  }

  #put(bytes: Uint8Array): void {
    this.#hash.update(bytes);
    this.#bytes += bytes.byteLength;
    for (let from = 0; from < bytes.byteLength;) from += writeSync(this.#descriptor, bytes, from);
  }
}
