import fc from "fast-check";
import { expect, test } from "vitest";
import type { VersionEntry } from "../model/index.ts";
import { inTimeOrder } from "./history-order.ts";

const hash = "0".repeat(64);
const version = (date: string, kind: "capture" | "ota-git"): { readonly entry: VersionEntry } => ({
  entry: {
    type: "version",
    blob: hash,
    size: 1,
    cause: "change",
    date,
    service: "Lampwright",
    terms: "Usage Rules",
    origin:
      kind === "capture"
        ? { kind, url: "https://lampwright.example/usage", warc: hash }
        : { kind, repository: "0".repeat(40), commit: "0".repeat(40), path: "a.md" },
  },
});

const day = (number: number): string => `2026-01-${String(number).padStart(2, "0")}T00:00:00Z`;
const capture = (number: number) => version(day(number), "capture");
const commit = (number: number) => version(day(number), "ota-git");
const days = (versions: readonly { readonly entry: VersionEntry }[]): number[] =>
  inTimeOrder(versions).map(({ entry }) => Number(entry.date.slice(8, 10)));

test("a capture recorded late stands where its date puts it", () => {
  expect(days([capture(20), capture(10), capture(15)])).toEqual([10, 15, 20]);
});

test("an archive keeps its own order, in which dates can run backwards", () => {
  expect(days([commit(5), commit(3), commit(9)])).toEqual([5, 3, 9]);
  expect(days([commit(5), commit(3), commit(9), capture(4), capture(7), capture(12)])).toEqual([4, 5, 3, 7, 9, 12]);
});

test("nothing is lost, captures ascend, an archive's versions and captures of one date keep the log's order", () => {
  const one = fc.record({ at: fc.integer({ min: 1, max: 9 }), isCapture: fc.boolean() });
  fc.assert(
    fc.property(fc.array(one, { maxLength: 20 }), (all) => {
      const versions = all.map(({ at, isCapture }) => (isCapture ? capture(at) : commit(at)));
      const ordered = inTimeOrder(versions);
      const ofKind = (list: typeof versions, kind: string) => list.filter(({ entry }) => entry.origin.kind === kind);
      expect(new Set(ordered)).toEqual(new Set(versions));
      expect(ordered).toHaveLength(versions.length);
      expect(ofKind(ordered, "ota-git")).toEqual(ofKind(versions, "ota-git"));
      const captures = ofKind(ordered, "capture");
      const places = captures.map((one) => versions.indexOf(one));
      captures.forEach(({ entry }, at) => {
        const before = captures[at - 1];
        if (!before) return;
        expect(before.entry.date <= entry.date).toBe(true);
        const inLogOrder = (places[at - 1] as number) < (places[at] as number);
        expect(before.entry.date < entry.date || inLogOrder).toBe(true);
      });
    }),
  );
});
