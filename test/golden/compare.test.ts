import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { parseDocument } from "../../src/clauses/index.ts";
import { compareDocuments } from "../../src/compare/index.ts";
import { ALARM_CONFIDENCE, type Change, type Comparison } from "../../src/model/index.ts";

/**
 * One pair of texts of ours for each cause of docs/methods: what is noise, what covers what, how polarity turns, and
 * the traps. `expected.json` says what a careful reader would say of the pair.
 */
const CASES = fileURLToPath(new URL("compare/", import.meta.url));

interface Expected {
  readonly noise: Comparison["noise"];
  /** Every change that alarms, and neutral ones that are worth telling. */
  readonly changes: readonly Partial<
    Record<"alarm" | "direction" | "kind" | "subject" | "disclosed" | "quote", unknown>
  >[];
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

function compareTexts(old: string, neu: string): Comparison {
  return compareDocuments(parseDocument(old), parseDocument(neu), { oldBlob: sha256(old), newBlob: sha256(neu) });
}

const isAlarm = ({ direction, confidence }: Change): boolean =>
  direction !== "neutral" && confidence >= ALARM_CONFIDENCE;

const asExpected = (change: Change): Expected["changes"][number] => ({
  alarm: isAlarm(change),
  direction: change.direction,
  kind: change.kind,
  subject: change.subject,
  disclosed: change.disclosed,
  quote: (change.new ?? change.old)?.text,
});

test.each(readdirSync(CASES))("%s", (name) => {
  const file = (of: string): string => readFileSync(`${CASES}${name}/${of}`, "utf8");
  const comparison = compareTexts(file("old.md"), file("new.md"));
  const found: Expected = { noise: comparison.noise, changes: comparison.changes.map(asExpected) };
  expect(found).toEqual(JSON.parse(file("expected.json")));
});

test("where no clause shares a word or a matter, the nearest is one on a bordering matter, and covers little", () => {
  const rules = (items: string): string =>
    `# Usage rules\n\nYou may not use our models for the following:\n\n${items}\n* Copying a voice without consent\n`;
  const old = rules("* Gambling\n* Warfare\n* Building explosive devices that injure people");
  const [change] = compareTexts(old, old.replace("* Warfare\n", "")).changes;
  expect(change).toMatchObject({
    kind: "removed",
    direction: "loosens",
    old: { text: "Warfare" },
    nearest: { text: "Building explosive devices that injure people", coverage: 0.25 },
  });
});
