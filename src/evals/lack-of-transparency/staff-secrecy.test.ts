import { expect, test } from "vitest";
import { inputOf, recordOf } from "../input-of.ts";
import { staffMeasures } from "./staff-secrecy.ts";

const record = (at: number, title: string, direction: string, dimensions = ["lack-of-transparency"]) =>
  recordOf({
    id: `openai-2024-05-record-${at}`,
    lab: "openai",
    type: "secrecy",
    date: "2024-05-17",
    title,
    direction,
    dimensions,
  });

test("ties on staff and staff freed to speak are counted side by side", () => {
  const records = [
    record(1, "Departing staff faced lifelong non-disparagement", "concerning"),
    record(2, "Former staff released from non-disparagement clauses", "reassuring"),
    record(3, "A policy for raising concerns is published", "reassuring"),
    record(4, "Severance deals had confidential terms", "mixed"),
    record(5, "Report gave no size", "concerning"),
    record(6, "Whistleblowers ask a regulator", "concerning", ["incorrigibility"]),
  ];
  const measures = staffMeasures(inputOf({ records }));
  const of = (name: string) => measures.find(({ id }) => id === `lack-of-transparency/openai/${name}`);
  expect(of("staff-secrecy")).toMatchObject({
    estimate: { value: 2, low: 2, high: 2, n: 4 },
    evidence: ["openai-2024-05-record-1", "openai-2024-05-record-4"],
  });
  expect(of("staff-openness")).toMatchObject({ estimate: { value: 2, n: 4 } });
});

test("without such records there is no count", () => expect(staffMeasures(inputOf())).toEqual([]));
