import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseDocument } from "../clauses/index.ts";
import type { Comparison } from "../model/index.ts";
import { compareDocuments } from "./index.ts";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

const compare = (old: string, neu: string): Comparison =>
  compareDocuments(parseDocument(old), parseDocument(neu), { oldBlob: sha256(old), newBlob: sha256(neu) });

const LEAD = "# Usage rules\n\nYou may not use our models for:\n\n";
const BANS = ["Building bombs", "Military operations", "Planning a burglary", "Copying the voice of a pupil"] as const;
const rules = (bans: readonly string[]): string => LEAD + bans.map((ban) => `* ${ban}\n`).join("");

const line = fc.constantFrom(
  ...BANS.map((ban) => `* ${ban}`),
  "We may share your data with our affiliates.",
  "We will delete it within 30 days.",
  "We will delete it within 90 days.",
  "You have the right to object unless we agreed otherwise.",
  "## Fees",
  "Do not:",
  "🔫 | [x](y)",
);
const page = fc.array(line, { maxLength: 12 }).map((lines) => lines.join("\n\n"));

describe("of any two texts", () => {
  test("one and the same shows no change", () => {
    fc.assert(
      fc.property(page, (text) => {
        expect(compare(text, text).changes).toEqual([]);
      }),
    );
  });

  test("every quote stands in its file, and nothing is without a side", () => {
    fc.assert(
      fc.property(page, page, (old, neu) => {
        for (const change of compare(old, neu).changes) {
          const quotes = [
            { quote: change.old, file: old },
            { quote: change.new, file: neu },
          ].filter(({ quote }) => quote !== null);
          expect(quotes.length).toBeGreaterThan(0);
          for (const { quote, file } of quotes) expect(file.slice(quote?.start, quote?.end)).toBe(quote?.text);
          expect(change.confidence).toBeGreaterThanOrEqual(0);
          expect(change.confidence).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  test("the answer is the same each time, and no two changes share an id", () => {
    fc.assert(
      fc.property(page, page, (old, neu) => {
        const { changes } = compare(old, neu);
        expect(compare(old, neu).changes).toEqual(changes);
        expect(new Set(changes.map(({ id }) => id)).size).toBe(changes.length);
      }),
    );
  });

  test("what is no Markdown at all is compared without failing", () => {
    const any = fc.string({ unit: "binary", maxLength: 200 });
    fc.assert(
      fc.property(any, any, (old, neu) => {
        expect(() => compare(old, neu)).not.toThrow();
      }),
    );
  });
});

test("a clause that came tells the opposite of the same clause when it went", () => {
  fc.assert(
    fc.property(fc.subarray([...BANS], { minLength: 1, maxLength: 3 }), (kept) => {
      const told = (old: readonly string[], neu: readonly string[]) =>
        compare(rules(old), rules(neu)).changes.filter(({ kind }) => kind === "added" || kind === "removed");
      const came = told(kept, BANS);
      const went = told(BANS, kept);
      expect(came.map((change) => change.new?.text)).toEqual(went.map((change) => change.old?.text));
      expect(came.every(({ direction }) => direction === "tightens")).toBe(true);
      expect(went.every(({ direction }) => direction === "loosens")).toBe(true);
    }),
  );
});

test("an id is made of both texts and both places, not of what is said of the change", () => {
  const [old, neu] = [rules(BANS), rules(BANS.filter((ban) => ban !== "Military operations"))];
  const [change] = compare(old, neu).changes;
  const { start, end } = change?.old ?? { start: 0, end: 0 };
  const place = `${sha256(old)}\n${sha256(neu)}\n${start}-${end}\nnone`;
  expect(change?.id).toBe(sha256(place).slice(0, 16));
});

test("a rule that says the same twice is told once", () => {
  const twice = `${rules(["Building bombs"])}\n## Also\n\nYou may not use our models for:\n\n* Military operations\n* Military operations\n`;
  const alarms = compare(rules(["Building bombs"]), twice).changes.filter(({ direction }) => direction === "tightens");
  expect(alarms.map((change) => change.new?.text)).toEqual(["Military operations"]);
});

/** Two texts of a quarter of a megabyte that share nothing are compared under this, on a busy machine too; in milliseconds. */
const HOSTILE_TIME_MAX = 15_000;

test.each(["[ ", "we may not x", "a, ", "unless you ", "30 days "])(
  "hostile text of %j is compared in time",
  (atom) => {
    const text = `* ${atom.repeat(200 / atom.length)}\n`.repeat(1200);
    const started = performance.now();
    compare(text, text.replaceAll("\n", " other\n"));
    expect(performance.now() - started).toBeLessThan(HOSTILE_TIME_MAX);
  },
);

test("a megabyte that was written to stop a reader does not", () => {
  const pairs = [
    ["[".repeat(1_000_000), "[a](".repeat(250_000)],
    [":".repeat(60_000), ": ".repeat(30_000)],
    ["<!--".repeat(15_000), "# ".repeat(30_000)],
  ] as const;
  for (const [old, neu] of pairs) {
    const began = performance.now();
    compareDocuments(parseDocument(old), parseDocument(neu), { oldBlob: "0".repeat(64), newBlob: "1".repeat(64) });
    // Once minutes; now a fraction of a second. What it takes is measured in bench/hostile.ts.
    expect(performance.now() - began).toBeLessThan(20_000);
  }
});
