import { readCsv } from "../../../src/sources/csv.ts";
import { UserError } from "../../../src/std/index.ts";
import { demand, type Target, textOf, unlessRefused } from "../target.ts";

/** CSV → rows: a UserError or rows, and rows written again are read the same. */
export const target: Target = {
  name: "csv",
  seeds: ['a,b\r\n1,"x ""y"", z\nw"\n,\r"",', "one\n\n\ntwo", '"open', 'a"b,"c"d\n'],
  run(input) {
    const rows = unlessRefused(() => [...readCsv(textOf(input), "table.csv")], UserError);
    if (rows === null) return;
    const written = rows.map((row) => `${row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",")}\r\n`).join("");
    demand(
      JSON.stringify([...readCsv(written, "again.csv")]) === JSON.stringify(rows),
      "rows written are read the same",
    );
  },
};
