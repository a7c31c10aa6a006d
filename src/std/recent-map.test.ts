import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RecentMap } from "./recent-map.ts";

const MAX = 4;

describe("a memory of what was asked for last", () => {
  test("gives what was put in or nothing, and always the last few", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat({ max: 20 }), fc.boolean())), (steps) => {
        const recent = new RecentMap<number, string>(MAX);
        const all = new Map<number, string>();
        let lately: number[] = [];
        for (const [key, isPut] of steps) {
          if (isPut) {
            all.set(key, `${key}`);
            recent.set(key, `${key}`);
          }
          const value = recent.get(key);
          const demanded = lately.includes(key) ? [all.get(key)] : [all.get(key), undefined];
          expect(demanded).toContain(value);
          if (value !== undefined) lately = [...lately.filter((one) => one !== key), key].slice(-(MAX - 1));
        }
      }),
    );
  });

  test("forgets: of a thousand keys it holds at most twice its size", () => {
    const recent = new RecentMap<number, number>(MAX);
    for (let key = 0; key < 1_000; key++) recent.set(key, key);
    const held = Array.from({ length: 1_000 }, (_, key) => key).filter((key) => recent.get(key) !== undefined);
    expect(held.length).toBeLessThanOrEqual(2 * MAX);
    expect(held).toContain(999);
  });
});
