import { expect, test } from "vitest";
import { recordOf } from "./input-of.ts";
import { mergeSameEvents, sharedEvents } from "./merge-same-events.ts";

test("two records of one event give one fact with both ids", () => {
  const record = (id: string, same: string[]) =>
    recordOf({
      id,
      lab: "openai",
      type: "disclosure",
      date: "2024-05-01",
      fields: same.length === 0 ? {} : { same_event_as: same },
    });
  const records = [
    record("openai-2024-05-a", []),
    record("openai-2024-05-b", ["openai-2024-05-a"]),
    record("openai-2024-05-c", []),
  ];
  const facts = records.map(({ id }) => ({ evidence: id }));
  expect(mergeSameEvents(facts, records).map((fact) => fact.records)).toEqual([
    ["openai-2024-05-a", "openai-2024-05-b"],
    ["openai-2024-05-c"],
  ]);
});

test("records that name one another, at whatever remove, share one event; others have none", () => {
  const record = (slug: string, same: string[] = []) =>
    recordOf({
      id: `openai-2024-05-${slug}`,
      lab: "openai",
      type: "disclosure",
      date: "2024-05-01",
      fields: same.length === 0 ? {} : { same_event_as: same.map((other) => `openai-2024-05-${other}`) },
    });
  const events = sharedEvents([record("a"), record("b", ["a"]), record("c", ["d"]), record("d", ["b"]), record("e")]);
  expect([...events.keys()].map((id) => id.slice(-1)).toSorted()).toEqual(["a", "b", "c", "d"]);
  expect(new Set(events.values()).size).toBe(1);
});
