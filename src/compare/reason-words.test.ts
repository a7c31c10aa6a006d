import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { REASON_WORDS } from "./reason-words.ts";

const COMPARE = fileURLToPath(new URL("./", import.meta.url));

/** Codes as the comparison writes them: the last argument of a norm, a vote's reason, what stands in a list of reasons. */
const CODE =
  /\bnorm\("[a-z-]+", [^"]*?"(?<norm>[a-z-]+)"\)|\breason(?:s)?: \[?"(?<vote>[a-z-]+)"|\bnothing\("(?<nothing>[a-z-]+)"|\breason\b.*\? "(?<either>[a-z-]+)" : "(?<or>[a-z-]+)"/g;

test("every reason that the comparison gives has its words", () => {
  const codes = readdirSync(COMPARE)
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .flatMap((name) => [...readFileSync(`${COMPARE}${name}`, "utf8").matchAll(CODE)])
    .flatMap(({ groups }) => Object.values(groups ?? {}).filter((code) => code !== undefined));
  expect(new Set(codes).size).toBeGreaterThan(40);
  expect([...new Set(codes)].filter((code) => !Object.hasOwn(REASON_WORDS, code))).toEqual([]);
});
