import { SERIES } from "../../model/index.ts";
import type { EvalInput, EvalResult } from "../input.ts";
import { SERIES_TITLES } from "./growth.ts";

/** What this eval looks for, lab by lab, zeros included. */
export function coverageOf({ labs, series, events, documents }: EvalInput): EvalResult["coverage"] {
  const bySeries = countBy(series, ({ lab, series: name }) => `${lab}\n${name}`);
  const byEvent = countBy(events, ({ lab, kind }) => `${lab}\n${kind}`);
  const byDocument = countBy(documents, ({ lab }) => lab);
  return new Map(
    [...labs.keys()].map((lab) => [
      lab,
      [
        ...SERIES.map((name) => ({
          what: `figures of ${SERIES_TITLES[name].toLowerCase()}`,
          found: bySeries.get(`${lab}\n${name}`) ?? 0,
        })),
        { what: "releases with a date", found: byEvent.get(`${lab}\nrelease`) ?? 0 },
        { what: "acts of secrecy", found: byEvent.get(`${lab}\nsecrecy`) ?? 0 },
        { what: "disclosures", found: byEvent.get(`${lab}\ndisclosure`) ?? 0 },
        { what: "acquisitions", found: byEvent.get(`${lab}\nacquisition`) ?? 0 },
        { what: "documents whose powers and promises can be counted", found: byDocument.get(lab) ?? 0 },
      ],
    ]),
  );
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}
