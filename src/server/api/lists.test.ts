import fc from "fast-check";
import { expect, test } from "vitest";
import { BadRequest } from "../page.ts";
import { decodeCursor, encodeCursor, takePart } from "./lists.ts";

const key = fc.array(fc.oneof(fc.string(), fc.maxSafeInteger()), { minLength: 1, maxLength: 3 });

test("a cursor names its place again", () => {
  fc.assert(
    fc.property(key, (place) => {
      expect(decodeCursor(encodeCursor(place), place)).toEqual(place);
    }),
  );
});

test("what is no cursor is refused, whatever it is", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      try {
        return typeof decodeCursor(text, ["", 0])?.[0] === "string";
      } catch (error) {
        return error instanceof BadRequest;
      }
    }),
  );
  expect(() => decodeCursor(encodeCursor(["a"]), ["", 0])).toThrow(BadRequest);
  expect(() => decodeCursor(encodeCursor(["a", 0.5]), ["", 0])).toThrow(BadRequest);
});

interface Item {
  readonly day: number;
  readonly id: string;
}
const order = { keyOf: ({ day, id }: Item) => [day, id], signs: [-1, 1] } as const;
const items = (start: string) =>
  fc.uniqueArray(fc.record({ day: fc.nat(5), id: fc.nat(99).map((id) => `${start}${id}`) }), {
    selector: ({ id }) => id,
  });

test("part by part a list is whole, though more is recorded meanwhile", () => {
  fc.assert(
    fc.property(items("a"), items("b"), fc.integer({ min: 1, max: 5 }), (before, meanwhile, limit) => {
      const read: Item[] = [];
      const known = [...before];
      for (let cursor: string | null | undefined; cursor !== null;) {
        const part = takePart(known, order, { limit, cursor });
        read.push(...part.items);
        cursor = part.next;
        known.push(...meanwhile.splice(0, 2));
      }
      const old = read.filter(({ id }) => id.startsWith("a"));
      expect(old).toEqual(before.toSorted((a, b) => b.day - a.day || (a.id < b.id ? -1 : 1)));
      expect(new Set(read.map(({ id }) => id)).size).toBe(read.length);
    }),
  );
});
