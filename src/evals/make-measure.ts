import type { Estimate, EvalName, Measure } from "../model/index.ts";

/** What a measure is named by; its id follows. */
export type MeasureFields = Omit<Measure, "id">;

/** A measure with its id. */
export function makeMeasure(fields: MeasureFields): Measure {
  return { id: measureId(fields.eval, fields.lab, fields.name), ...fields };
}

/** `<eval>/<lab>/<name>` */
export function measureId(evalName: EvalName, lab: string, name: string): string {
  return `${evalName}/${lab}/${name}`;
}

/** A figure that is counted, not estimated: its interval is the figure. */
export function counted(method: string, value: number, n: number): Estimate {
  return { established: true, value, low: value, high: value, n, method };
}
