import { rmSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readWacz } from "../../../src/sources/wacz/read-wacz.ts";
import { ArchiveError } from "../../../src/sources/warc/archive-bytes.ts";
import { UserError } from "../../../src/std/index.ts";
import { sha256, writeWacz } from "../../helpers/web-archive.ts";
import { readFileSync } from "node:fs";
import { demand, demandOneLine, type Target } from "../target.ts";

const folder = mkdtempSync(join(tmpdir(), "corrigible-fuzz-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, "input.wacz");
await writeWacz(file, { "data.warc": Buffer.from("WARC/1.1\r\nContent-Length: 0\r\n\r\n\r\n\r\n") });
const seed = readFileSync(file);

/** A ZIP of web archives → the slices in it: a UserError of one line, or slices within the file. */
export const target: Target = {
  name: "wacz",
  seeds: [seed],
  async run(input) {
    writeFileSync(file, input);
    try {
      for (const { start, end } of await readWacz(file, "input.wacz")) {
        demand(start >= 0 && start <= end && end <= input.length, "a slice lies within the file");
      }
    } catch (error) {
      if (!(error instanceof UserError || error instanceof ArchiveError)) throw error;
      demandOneLine(error.message);
    }
    demand(sha256(input) === sha256(readFileSync(file)), "the file stays as it is");
  },
};
