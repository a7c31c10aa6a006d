import { parseFile } from "../../../src/sources/casebook/parse-file.ts";
import { formatProblem } from "../../../src/sources/index.ts";
import { canonicalJson } from "../../../src/std/index.ts";
import { demand, demandOneLine, type Target, textOf } from "../target.ts";

/** A file of the casebook: never throws; records that have a canonical form, problems of one line. */
export const target: Target = {
  name: "casebook",
  seeds: [
    "- id: xai-2024-01-a\n  lab: xai\n  type: lab-event\n  date: 2024-01-10\n  date_precision: day\n  title: It happened\n  summary: It did.\n  dimensions: [deception]\n  direction: concerning\n  severity: 2\n  fields: {}\n  counter: None.\n  sources:\n    - { url: https://a.example, title: A, verified: true, supports: All }\n",
    "- &a { id: b, lab: *a }\n- ? [x, y]\n  : !!binary aGk=\n",
  ],
  run(input) {
    const { items, problems } = parseFile(textOf(input), "xai/events.yaml");
    for (const { record } of items) if (record) canonicalJson(JSON.parse(canonicalJson(record)));
    for (const problem of problems) {
      demandOneLine(formatProblem(problem));
      demand(problem.line >= 1, "a problem has a line");
    }
  },
};
