/** A process that adds to a log until it is killed: `node evidence-child.ts PATHS-AS-JSON SIZE PER-APPEND`. */
import type { EvidencePaths } from "../../src/evidence/index.ts";
import { record, write } from "./evidence-log.ts";

const [paths = "", size, perAppend] = process.argv.slice(2);

write(JSON.parse(paths) as EvidencePaths, (writer) => {
  process.stdout.write(`${writer.size}\n`);
  record(writer, Number(size), Number(perAppend), (done) => process.stdout.write(`${done}\n`));
});
