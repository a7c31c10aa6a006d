import { expect, test } from "vitest";
import { graphOn } from "../../../evals/index.ts";
import { controlRelations } from "../../../model/index.ts";
import { CASEBOOK_FOLDER, readCasebook } from "../../../sources/index.ts";
import { layOut } from "./layout.ts";

const graph = graphOn(readCasebook(CASEBOOK_FOLDER).records.flatMap(controlRelations), "2023-11-17");

test("every party has a box within the picture, no two boxes cover each other", () => {
  const { parties, width, height } = layOut(graph);
  expect(parties.map(({ id }) => id).toSorted()).toEqual([...graph.parties.keys()].toSorted());
  for (const { x, y, width: own } of parties) {
    expect(x - own / 2).toBeGreaterThanOrEqual(0);
    expect(x + own / 2).toBeLessThanOrEqual(width);
    expect(y).toBeLessThanOrEqual(height);
  }
  const covered = parties.flatMap((a, at) =>
    parties
      .slice(at + 1)
      .filter((b) => Math.abs(a.y - b.y) < (a.height + b.height) / 2 && Math.abs(a.x - b.x) < (a.width + b.width) / 2),
  );
  expect(covered).toEqual([]);
});

test("every relation between two parties is on a line, and equal graphs give equal pictures", () => {
  const { lines } = layOut(graph);
  const between = graph.relations.filter(({ controller, controlled }) => controller !== controlled);
  expect(lines.flatMap(({ relations }) => relations)).toHaveLength(between.length);
  expect(layOut(graph)).toEqual(layOut(graph));
});
