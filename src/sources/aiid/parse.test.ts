import { expect, test } from "vitest";
import { parseAiid } from "./parse.ts";

const HEADER = "_id,incident_id,date,Alleged developer of AI system,title\n";
const parse = (rows: string): ReturnType<typeof parseAiid> =>
  parseAiid({ name: "incidents.csv", bytes: Buffer.from(HEADER + rows) });

test("one incident for each known lab that is the alleged developer, explained or not unknown", () => {
  const { incidents, facts } = parse(
    'a,1,2024-05-01,"[""openai"",""chatgpt"",""google-deepmind"",""unknown""]","A wrong, harmful answer"\n',
  );
  const incident = {
    when: { date: "2024-05-01", precision: "day" },
    title: "A wrong, harmful answer",
    explained: "unknown",
    explanationDate: null,
    evidence: "aiid/incidents.csv#2",
  };
  expect(incidents).toEqual([
    { lab: "openai", ...incident },
    { lab: "google", ...incident },
  ]);
  expect(facts).toBe(2);
});

test("nobody becomes a lab who is none: kinds of developers, private persons", () => {
  const { incidents, leftOut } = parse(
    'a,1,2024-05-01,"[""deepfake-technology-developers"",""jane-doe""]",A\nb,2,2024-05-02,,B\nc,3,,"[""meta""]",C\n' +
      "d,4,2024-05-04,openai,D\n",
  );
  expect(incidents).toEqual([]);
  expect(leftOut.map(({ evidence, why }) => `${evidence} ${why}`)).toEqual([
    "aiid/incidents.csv#2 no alleged developer is a known lab",
    "aiid/incidents.csv#3 no alleged developer is a known lab",
    'aiid/incidents.csv#4 no "date"',
    'aiid/incidents.csv#5 "Alleged developer of AI system" cannot be read: "openai"',
  ]);
});
