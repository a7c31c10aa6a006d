import * as Plot from "@observablehq/plot";
import { expect, test } from "vitest";
import { toMarkup } from "../text.ts";
import { Chart } from "./chart.tsx";

const HOSTILE = `<img src=x onerror=alert(1)>"'&</svg><script>`;

test("texts of an archive stay texts in a chart, and no style is left that the policy would refuse", () => {
  const data = [{ name: HOSTILE, value: 1 }];
  const chart = (
    <Chart
      sentence={HOSTILE}
      options={{
        marks: [
          Plot.barX(data, { x: "value", y: "name", title: "name", ariaLabel: "name", href: () => `/labs/${HOSTILE}` }),
          Plot.text(data, { x: "value", y: "name", text: "name" }),
        ],
      }}
      table={{ columns: [HOSTILE], rows: [[HOSTILE]] }}
    />
  );
  const markup = toMarkup(<>{chart}</>);
  // In a quoted attribute "<" is text. One that ended early would leave its rest behind as markup.
  const outside = markup.replaceAll(/="[^"]*"/g, "");
  expect(outside).not.toMatch(/<img|<script|<style|\bstyle\b|onerror=(?!alert\(1\)&gt;)/);
  expect(outside).toContain("&lt;img");
});
