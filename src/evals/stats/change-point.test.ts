import { expect, test } from "vitest";
import { drawNormal, mean, pelt, pettitt, seededRandom } from "./index.ts";

/** Annual flow of the Nile at Aswan, 1871 to 1970, 10⁸ m³: Cobb 1978, Biometrika 65. Its mean is 919.35. */
/* prettier-ignore */
const NILE = [
  1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180, 799, 958, 1140, 1100, 1210,
  1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701, 916, 692, 1020, 1050, 969, 831, 726, 456, 824, 702,
  1120, 1100, 832, 764, 821, 768, 845, 864, 862, 698, 845, 744, 796, 1040, 759, 781, 865, 845, 944, 984, 897, 822, 1010, 771,
  676, 649, 846, 812, 742, 801, 1040, 860, 874, 848, 890, 744, 749, 838, 1050, 918, 986, 797, 923, 975, 815, 1020, 906, 901,
  1170, 912, 746, 919, 718, 714, 740,
];

/** Page 1955, Biometrika 42: forty values, the first twenty of mean 0, the others of mean 1. Also in Pettitt 1979. */
/* prettier-ignore */
const PAGE = [
  -1.05, 0.96, 1.22, 0.58, -0.98, -0.03, -1.54, -0.71, -0.35, 0.66, 0.44, 0.91, -0.02, -1.42, 1.26, -1.02, -0.81, 1.66,
  1.05, 0.97, 2.14, 1.22, -0.24, 1.6, 0.72, -0.12, 0.44, 0.03, 0.66, 0.56, 1.37, 1.66, 0.1, 0.8, 1.29, 0.49, -0.07, 1.18,
  3.29, 1.84,
];

test("Page's data in Pettitt 1979: K = 232 after the 17th point, p = 0.0146", () => {
  expect(pettitt(PAGE)).toMatchObject({ statistic: 232, index: 17, p: expect.closeTo(0.01456, 5), n: 40 });
});

test("the Nile: one break, after 1898 (Cobb 1978), by both methods", () => {
  expect([NILE.length, mean(NILE)]).toEqual([100, expect.closeTo(919.35, 9)]);
  expect(pettitt(NILE)).toMatchObject({ index: 28 });
  expect(pelt(NILE)).toMatchObject({ established: true, breaks: [28] });
});

test("PELT finds the least cost that trying every break finds", () => {
  const random = seededRandom(6);
  for (let run = 0; run < 30; run++) {
    const series = Array.from({ length: 40 }, (_, k) => drawNormal(random) + (k > 12 ? 2 : 0) - (k > 30 ? 3 : 0));
    const found = pelt(series);
    if (!found.established) throw new Error(found.reason);
    expect(found.breaks).toEqual(bestBreaks(series, found.penalty));
  }
});

/** The same minimum without pruning and with each cost computed from its definition. */
function bestBreaks(series: readonly number[], penalty: number): number[] {
  const best: { cost: number; breaks: number[] }[] = [{ cost: -penalty, breaks: [] }];
  for (let end = 1; end <= series.length; end++) {
    const options = best.map(({ cost, breaks }, start) => {
      const segment = series.slice(start, end);
      const level = mean(segment);
      const own = segment.reduce((total, value) => total + (value - level) ** 2, 0);
      return { cost: cost + own + penalty, breaks: start === 0 ? [] : [...breaks, start] };
    });
    best.push(options.reduce((a, b) => (b.cost < a.cost ? b : a)));
  }
  return best.at(-1)?.breaks ?? [];
}

test("noise alone breaks seldom", () => {
  const random = seededRandom(7);
  let false1 = 0;
  let false2 = 0;
  for (let run = 0; run < 200; run++) {
    const noise = Array.from({ length: 30 }, () => drawNormal(random));
    const [one, many] = [pettitt(noise), pelt(noise)];
    if (one.established && one.p < 0.05) false1++;
    if (many.established && many.breaks.length > 0) false2++;
  }
  expect(false1).toBeLessThan(20);
  expect(false2).toBeLessThan(60);
});

test("short series and series without noise are not established", () => {
  expect(pettitt([1, 2, 3])).toMatchObject({ established: false, reason: "fewer than 8 points" });
  expect(pelt([1, 2, 3])).toMatchObject({ established: false, reason: "fewer than 8 points" });
  expect(pelt([1, 1, 1, 1, 2, 2, 2, 2])).toMatchObject({ reason: "the noise of the series cannot be told" });
  expect(pelt([1, 1, 1, 1, 2, 2, 2, 2], 0.1)).toMatchObject({ breaks: [4] });
});
