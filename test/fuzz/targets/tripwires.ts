import { parseTripwires } from "../../../src/tripwires/index.ts";
import { demand, demandOneLine, type Target, textOf } from "../target.ts";

/** `tripwires.yaml`: never throws; declarations, or problems of one line each with a line of the file. */
export const target: Target = {
  name: "tripwires",
  seeds: [
    "tripwires:\n  - { name: a, when: change, direction: loosens, severity: 3, disclosed: [no], notify: [team] }\nchannels:\n  team: { webhook: 'https://h.example', secret: S }\n",
    "dashboard: https://d.example/\ntripwires:\n  - name: m\n    when: measure\n    measure: power-seeking/industry/hhi\n    above: 0.25\nchannels: { f: { feed: public/a, title: T } }\n",
    "tripwires: &a\n  - *a\n",
  ],
  run(input) {
    const text = textOf(input);
    const { declared, problems } = parseTripwires(text);
    demand((declared === null) === problems.length > 0, "declarations or problems");
    for (const { line, message } of problems) {
      demandOneLine(message);
      demand(line >= 1 && line <= text.split("\n").length + 1, "a problem has a line of the file");
    }
  },
};
