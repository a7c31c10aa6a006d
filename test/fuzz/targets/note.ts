import { formatNote, parseNote, TlogError } from "../../../src/tlog/index.ts";
import { demand, type Target, textOf, unlessRefused } from "../target.ts";

const LINE =
  "— example.com/log Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n";

/** A signed note: a TlogError, or a note that is written as it was. */
export const target: Target = {
  name: "note",
  seeds: [`example.com/log\n5\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n${LINE}`, `text\n\n\n${LINE}${LINE}`],
  run(input) {
    const note = textOf(input);
    const parsed = unlessRefused(() => parseNote(note), TlogError);
    if (parsed) demand(formatNote(parsed) === note, "a note is written as it was");
  },
};
