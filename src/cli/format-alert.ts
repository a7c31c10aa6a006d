import type { Alert } from "../tripwires/index.ts";
import { oneLine, type Paint, wrap } from "./terminal.ts";

/** An alert as a reader reads it, several lines without a line break at the end. */
export function formatAlert(alert: Alert, paint: Paint): string {
  const { date, title, tripwire, under, before, after, facts, confidence, reasons, against, questions, command } =
    alert;
  return [
    paint("bold", `${date}  ${oneLine(title)}`),
    `  tripwire ${tripwire}`,
    ...(under.length > 0 ? [wrap(`under: ${under.join(" › ")}`, "  ")] : []),
    ...(before === null ? [] : [paint("red", wrap(`- ${before}`, "  "))]),
    ...(after === null ? [] : [paint("green", wrap(`${alert.about === "change" ? "+ " : ""}${after}`, "  "))]),
    ...facts.map(([name, value]) => wrap(`${name}: ${value}`, "  ")),
    wrap(
      `because: ${[...reasons, ...(confidence === null ? [] : [`confidence ${confidence.toFixed(2)}`])].join("; ")}`,
      "  ",
    ),
    ...against.map((one) => wrap(`against it: ${one}`, "  ")),
    ...questions.map((one) => wrap(`ask: ${one}`, "  ")),
    `  ${oneLine(command)}`,
  ].join("\n");
}
