import { ByteWriter, type ColumnSource, ParquetWriter, type SchemaElement } from "hyparquet-writer";
import type { Column, Table } from "./table-files.ts";

/** Rows of a row group: what is held in memory before it is written. */
const GROUP_ROWS = 20_000;

/** Name of the program in the file; no version of the library, so that equal rows give equal bytes. */
const CREATED_BY = "corrigible";

/**
 * A table as Apache Parquet, by row groups as rows come: `string` is UTF8, `integer` INT32, `number` DOUBLE, `datetime`
 * TIMESTAMP_MILLIS in UTC, `array` a LIST of UTF8. Every column may be null. Compressed with Snappy.
 */
export class ParquetFile<Row> {
  readonly #table: Table<Row>;
  readonly #put: (bytes: Uint8Array) => void;
  readonly #bytes = new ByteWriter();
  readonly #writer: ParquetWriter;
  #rows: Row[] = [];

  /** `put` takes the bytes of the whole file. */
  constructor(table: Table<Row>, put: (bytes: Uint8Array) => void) {
    this.#table = table;
    this.#put = put;
    const elements = table.columns.flatMap(elementsOf);
    const schema: SchemaElement[] = [{ name: table.name, num_children: table.columns.length }, ...elements];
    this.#writer = new ParquetWriter({ writer: this.#bytes, schema, createdBy: CREATED_BY });
  }

  write(row: Row): void {
    this.#rows.push(row);
    if (this.#rows.length >= GROUP_ROWS) this.#flush();
  }

  finish(): void {
    if (this.#rows.length > 0) this.#flush();
    void this.#writer.finish();
    this.#put(new Uint8Array(this.#bytes.getBuffer()));
  }

  #flush(): void {
    const columnData: ColumnSource[] = this.#table.columns.map((column) => ({
      name: column.name,
      data: this.#rows.map((row) => valueOf(column, row)),
    }));
    void this.#writer.write({ columnData, rowGroupSize: GROUP_ROWS });
    this.#rows = [];
  }
}

function elementsOf<Row>({ name, type }: Column<Row>): SchemaElement[] {
  const optional = { name, repetition_type: "OPTIONAL" } as const;
  switch (type) {
    case "integer":
      return [{ ...optional, type: "INT32" }];
    case "number":
      return [{ ...optional, type: "DOUBLE" }];
    case "datetime":
      return [{ ...optional, type: "INT64", converted_type: "TIMESTAMP_MILLIS" }];
    case "string":
      return [{ ...optional, type: "BYTE_ARRAY", converted_type: "UTF8" }];
    case "array":
      return [
        { ...optional, num_children: 1, converted_type: "LIST" },
        { name: "list", repetition_type: "REPEATED", num_children: 1 },
        { name: "element", type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "REQUIRED" },
      ];
  }
}

function valueOf<Row>({ type, value }: Column<Row>, row: Row): unknown {
  const given = value(row) ?? null;
  return type === "datetime" && typeof given === "string" ? new Date(given) : given;
}
