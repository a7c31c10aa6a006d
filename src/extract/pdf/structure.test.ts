import { expect, test } from "vitest";
import { readTags } from "./structure.ts";

const content = (id: string): object => ({ type: "content", id });
const node = (role: string, ...children: object[]): object => ({ role, children });

test("says of each marked piece to which block it belongs, and what that is", () => {
  const list = node(
    "L",
    node("LI", node("Lbl", content("a")), node("LBody", node("P", content("b")), node("L", node("LI", content("c"))))),
  );
  const tags = readTags(
    node("Root", node("H2", node("Span", content("h"))), list, node("P", content("p")), content("q")),
  );
  const kinds = [...tags].map(([id, { kind, level }]) => `${id}: ${kind} ${level}`);
  expect(kinds).toEqual(["h: heading 2", "a: item 0", "b: item 0", "c: item 1", "p: paragraph 0"]);
  expect(tags.get("a")?.key).toBe(tags.get("b")?.key);
  expect(new Set([...tags.values()].map(({ key }) => key)).size).toBe(4);
});

test("tags nested without end are left", () => {
  let tree = node("P", content("p"));
  for (let depth = 0; depth < 10_000; depth++) tree = node("Div", tree);
  expect(readTags(tree).size).toBe(0);
  expect(readTags(null).size).toBe(0);
});
