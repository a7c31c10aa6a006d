import { expect, test } from "vitest";
import { STYLE } from "./assets.ts";

/** The colours of one scheme by name: `--ink: light-dark(#1d1c1a, #e9e7e1)`. */
function coloursOf(scheme: "light" | "dark"): Map<string, string> {
  const pairs = STYLE.text.matchAll(/--(\w+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g);
  return new Map([...pairs].map(([, name = "", light = "", dark = ""]) => [name, scheme === "light" ? light : dark]));
}

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

const PAIRS = [
  ...["ink", "soft", "loosens", "tightens", "verified"].flatMap((text) => [`${text} paper`, `${text} card`]),
  "ink wash",
  "soft wash",
  "ink gone",
  "ink came",
];

test.each(PAIRS.flatMap((pair) => [["light", pair] as const, ["dark", pair] as const]))(
  "%s: %s has a contrast of at least 4.5",
  (scheme, pair) => {
    const colours = coloursOf(scheme);
    const [text = "", ground = ""] = pair.split(" ").map((name) => colours.get(name));
    expect(contrast(text, ground)).toBeGreaterThanOrEqual(4.5);
  },
);
