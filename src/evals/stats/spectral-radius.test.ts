import { expect, test } from "vitest";
import { spectralRadius } from "./index.ts";

test("the spectral radius of matrices whose eigenvalues are known", () => {
  expect(spectralRadius([[0.4]])).toBeCloseTo(0.4, 12);
  expect(
    spectralRadius([
      [2, 1],
      [1, 2],
    ]),
  ).toBeCloseTo(3, 12);
  expect(
    spectralRadius([
      [0, 1],
      [1, 0],
    ]),
    "turns in a circle",
  ).toBeCloseTo(1, 12);
  expect(
    spectralRadius([
      [0.5, 1],
      [0, 0.5],
    ]),
    "has one eigenvector only",
  ).toBeCloseTo(0.5, 9);
  expect(
    spectralRadius([
      [0, 1],
      [0, 0],
    ]),
    "dies in one step",
  ).toBe(0);
  expect(() => spectralRadius([[1, 2]])).toThrow("not a square matrix");
});
