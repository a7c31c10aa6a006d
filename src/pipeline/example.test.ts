import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DocumentContent, openIndex, scanIndex } from "../index/index.ts";
import {
  ALARM_CONFIDENCE,
  type Change,
  CHANGE_KINDS,
  DIRECTIONS,
  documentOf,
  NOISE_KINDS,
  type NoiseKind,
  VERSION_CAUSES,
} from "../model/index.ts";
import { fixedClock } from "../std/index.ts";
import { auditEvidence } from "./audit.ts";
import { EXAMPLE_FOLDER, type ExampleRecord, readExample, writeExampleArchive } from "./example.ts";
import { importOta } from "./import-ota.ts";
import { initWorkspace } from "./init-workspace.ts";

/**
 * Records that the audit does not yet read as a careful person does, and why. Each must fail: who mends one takes it
 * off the list.
 */
const KNOWN_GAPS: Readonly<Record<string, string>> = {
  "2024-09-03T06:05:00Z terms-of-service/2024-09-03.md":
    "the note names arbitration and not the courts, so it is not seen to tell of both",
  "2025-12-09T06:07:00Z safety-framework/2025-12-09.md":
    "“may advise against” for “may stop” is read as neutral; a majority lost needs arithmetic",
};

const example = readExample();
const records = example.records.map((record, at) => ({ record, at, name: `${record.date} ${record.file}` }));

let folder: string;
/** What the audit says of the record at each place. */
const found: { noise: NoiseKind | null; changes: readonly Change[] }[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "corrigible-example-"));
  const archive = join(folder, "archive");
  await writeExampleArchive(example, archive);
  const workspace = initWorkspace(join(folder, "watch"), "corrigible.local/example", example.labTable);
  await importOta(workspace, { location: archive, clock: fixedClock("2026-06-01T00:00:00Z") });
  await auditEvidence(workspace);
  const index = await openIndex(workspace.index);
  for await (const content of scanIndex(index)) takeFindings(content);
  await index.close();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The example is one archive in a new log: a record's place is its entry's index. */
function takeFindings({ versions, changes }: DocumentContent): void {
  for (const { id, log_index, noise } of versions) {
    const own = changes.filter(({ change }) => change.newVersion === id).map(({ change }) => change);
    found[log_index] = { noise, changes: own };
  }
}

const quotes = (change: Change): string[] => [change.old, change.new].flatMap((quote) => (quote ? [quote.text] : []));
const isAlarm = ({ direction, confidence }: Change): boolean =>
  direction !== "neutral" && confidence >= ALARM_CONFIDENCE;

/** What the record promises of the audit, in the shape in which it was found. */
function compareWith({ expect: expected }: ExampleRecord, at: number): { found: unknown; expected: unknown } {
  const { noise, changes } = found[at] as (typeof found)[number];
  const alarms = noise === null ? changes.filter(isAlarm) : [];
  const pairs = (expected.changes ?? []).map((one) => {
    const change = alarms.find((alarm) => quotes(alarm).some((text) => text.includes(one.quote)));
    const asFound = change && Object.fromEntries(Object.keys(one).map((key) => [key, Reflect.get(change, key)]));
    return { change, asFound: asFound && { ...asFound, quote: one.quote }, expected: one };
  });
  const matched = new Set(pairs.map(({ change }) => change));
  const neutral = (expected.neutral ?? []).map(({ kind, quote }) => ({
    quote,
    kind: changes.some((one) => one.kind === kind && quotes(one).some((text) => text.includes(quote))) ? kind : "none",
  }));
  return {
    found: {
      noise,
      changes: pairs.map(({ asFound }) => asFound),
      neutral,
      others: alarms.filter((alarm) => !matched.has(alarm)).map((alarm) => [alarm.direction, ...quotes(alarm)]),
    },
    expected: {
      noise: expected.noise ?? null,
      changes: expected.changes ?? [],
      neutral: expected.neutral ?? [],
      others: [],
    },
  };
}

describe("the audit reads the example as a careful person does", () => {
  const isGap = ({ name }: (typeof records)[number]): boolean => Object.hasOwn(KNOWN_GAPS, name);

  test.each(records.filter((one) => !isGap(one)))("$name", ({ record, at }) => {
    const comparison = compareWith(record, at);
    expect(comparison.found).toEqual(comparison.expected);
  });

  test.fails.each(records.filter(isGap))("$name, a known gap", ({ record, at }) => {
    const comparison = compareWith(record, at);
    expect(comparison.found).toEqual(comparison.expected);
  });
});

test("every known gap names a record", () => {
  const names = new Set(records.map(({ name }) => name));
  expect(Object.keys(KNOWN_GAPS).filter((name) => !names.has(name))).toEqual([]);
});

test("the example shows every kind of change, of noise and of cause, in both directions", () => {
  const expected = example.records.map(({ expect }) => expect);
  const changes = expected.flatMap((one) => one.changes ?? []);
  const kinds = [...changes, ...expected.flatMap((one) => one.neutral ?? [])].map(({ kind }) => kind);
  expect(new Set(kinds)).toEqual(new Set([...CHANGE_KINDS, undefined]));
  expect(new Set(expected.flatMap(({ noise }) => noise ?? []))).toEqual(new Set(NOISE_KINDS));
  expect(new Set(changes.map(({ direction }) => direction))).toEqual(
    new Set(DIRECTIONS.filter((one) => one !== "neutral")),
  );
  expect(new Set(example.records.map(({ cause }) => cause))).toEqual(new Set(VERSION_CAUSES));
  expect(new Set(changes.map(({ disclosed }) => disclosed))).toEqual(
    new Set(["yes", "partly", "no", "no-note", undefined]),
  );
});

test("every text is used, the services are two, and one of them has changed its name", () => {
  const files = readdirSync(EXAMPLE_FOLDER, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".md"),
  );
  expect(new Set(example.records.map(({ file }) => file))).toEqual(new Set(files));
  expect(example.records.every(({ file }) => existsSync(join(EXAMPLE_FOLDER, file)))).toBe(true);
  const documents = new Set(
    example.records.map((one) => documentOf(example.labTable, one.service, one.terms).document),
  );
  expect(documents.size).toBe(6);
  expect(new Set(example.records.map(({ service }) => service))).toEqual(
    new Set(["Orrinvale Chat", "Murrel", "Étoffe"]),
  );
});
