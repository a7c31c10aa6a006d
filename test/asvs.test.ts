import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

/** docs/security/asvs.md: every requirement of level 1 is answered, and every test that it names exists. */

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const page = readFileSync(`${ROOT}docs/security/asvs.md`, "utf8");

/** OWASP ASVS 5.0.0, level 1: chapter.section → how the requirements of level 1 are numbered there. */
const LEVEL_1: Readonly<Record<string, readonly number[]>> = {
  "1.2": [1, 2, 3, 4, 5],
  "1.3": [1, 2],
  "1.5": [1],
  "2.1": [1],
  "2.2": [1, 2],
  "2.3": [1],
  "3.2": [1, 2],
  "3.3": [1],
  "3.4": [1, 2],
  "3.5": [1, 2, 3],
  "4.1": [1],
  "4.4": [1],
  "5.2": [1, 2],
  "5.3": [1, 2],
  "6.1": [1],
  "6.2": [1, 2, 3, 4, 5, 6, 7, 8],
  "6.3": [1, 2],
  "6.4": [1, 2],
  "7.2": [1, 2, 3, 4],
  "7.4": [1, 2],
  "8.1": [1],
  "8.2": [1, 2],
  "8.3": [1],
  "9.1": [1, 2, 3],
  "9.2": [1],
  "10.4": [1, 2, 3, 4, 5],
  "11.3": [1, 2],
  "11.4": [1],
  "12.1": [1],
  "12.2": [1, 2],
  "13.4": [1],
  "14.2": [1],
  "14.3": [1],
  "15.1": [1],
  "15.2": [1],
  "15.3": [1],
};

const rows = [...page.matchAll(/^\| (\d+\.\d+\.\d+) +\|[^|]*\| (.*?) *\|$/gm)].map(([, id = "", answer = ""]) => ({
  id,
  answer,
}));

test("every requirement of level 1 is answered once", () => {
  const ids = Object.entries(LEVEL_1).flatMap(([section, numbers]) => numbers.map((one) => `${section}.${one}`));
  expect(rows.map(({ id }) => id)).toEqual(ids);
});

test("every answer names a test, or says why there is none", () => {
  const empty = rows.filter(({ answer }) => !/\btest `[^`]+` “[^”]+”|^does not apply: \w|^not met: \w/.test(answer));
  expect(empty).toEqual([]);
});

test("every test that is named exists", () => {
  const named = [...page.matchAll(/`([^`]+\.test\.tsx?)` “([^”]+)”/g)].map(([, file = "", title = ""]) => ({
    file,
    title,
  }));
  expect(named.length).toBeGreaterThan(40);
  const missing = named.filter(({ file, title }) => {
    const text = readFileSync(ROOT + file, "utf8");
    return !["test", "test.concurrent", ")"].some(
      (call) => text.includes(`${call}("${title}"`) || text.includes(`${call}(\n    "${title}"`),
    );
  });
  expect(missing).toEqual([]);
});
