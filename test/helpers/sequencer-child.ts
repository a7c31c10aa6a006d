/**
 * A process that adds to a log together with others: `node sequencer-child.ts PATHS-AS-JSON FIRST APPENDS`. Opens the log
 * anew after each append that another process won, and says what was recorded: a line of JSON an append.
 */
import { type EvidencePaths, openEvidenceWriter } from "../../src/evidence/index.ts";
import { EXIT, UserError } from "../../src/std/index.ts";
import { textOf, versionOf } from "./evidence-log.ts";

/** Entries of one append. */
const PER_APPEND = 5;

const [paths = "", first, appends] = process.argv.slice(2);

let done = 0;
let lost = 0;
while (done < Number(appends)) {
  try {
    const writer = openEvidenceWriter(JSON.parse(paths) as EvidencePaths);
    try {
      for (; done < Number(appends); done++) {
        const indexes = Array.from({ length: PER_APPEND }, (_, at) => Number(first) + done * PER_APPEND + at);
        // The texts of all processes are the same.
        const texts = indexes.map((index) => textOf(index % 100));
        const blobs = writer.putBlobs(texts);
        writer.append(indexes.map((index, at) => versionOf(index, blobs[at] as string, texts[at]?.length ?? 0)));
        const { size, root } = writer;
        const recorded = { first: indexes[0], size, root: Buffer.from(root).toString("hex"), lost };
        process.stdout.write(`${JSON.stringify(recorded)}\n`);
      }
    } finally {
      writer.close();
    }
  } catch (error) {
    if (!(error instanceof UserError && error.exitCode === EXIT.outside)) throw error;
    lost++;
  }
}
