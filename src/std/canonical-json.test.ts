import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson } from "./index.ts";

test("the example of RFC 8785, section 3.2", () => {
  const value = {
    numbers: [Number("333333333.33333329"), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
    string: "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"/",
    literals: [null, true, false],
  };
  expect(canonicalJson(value)).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
      '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  );
});

test("members are sorted by UTF-16 code units: RFC 8785, section 3.2.3", () => {
  const names = ["\u20ac", "\r", "\ufb33", "1", "\u{1f600}", "\u0080", "\u00f6"];
  const sorted = ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\u{1f600}", "\ufb33"];
  const written = canonicalJson(Object.fromEntries(names.map((name) => [name, 0])));
  expect(written).toBe(`{${sorted.map((name) => `${JSON.stringify(name)}:0`).join(",")}}`);
});

test("any JSON value has one text, whatever the order of its members, and that text reads back as the value", () => {
  const json = fc.jsonValue({ noUnicodeString: false });
  fc.assert(
    fc.property(json, (value) => {
      const text = canonicalJson(value);
      expect(canonicalJson(JSON.parse(text))).toBe(text);
      expect(canonicalJson(reversed(value))).toBe(text);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, member]) => [name, reversed(member)]),
  );
}

test("what JSON cannot carry is refused with its place", () => {
  const nested = (levels: number): unknown => (levels === 0 ? 0 : [nested(levels - 1)]);
  const refused: readonly [unknown, string][] = [
    [undefined, "undefined at $"],
    [{ a: [1, undefined] }, "undefined at $.a[1]"],
    [{ a: Number.NaN }, "NaN at $.a"],
    [-Infinity, "-Infinity at $"],
    [1n, "bigint at $"],
    [() => 0, "function at $"],
    ["\ud800", "lone surrogate at $"],
    [{ "\udc00": 1 }, "lone surrogate at $"],
    [{ at: new Date(0) }, "not a plain object at $.at"],
    [nested(65), "more than 64 levels"],
  ];
  for (const [value, message] of refused) expect(() => canonicalJson(value)).toThrow(message);
  expect(canonicalJson(nested(64))).toBe(`${"[".repeat(64)}0${"]".repeat(64)}`);
  expect(canonicalJson(-0)).toBe("0");
});
