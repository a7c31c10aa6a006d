import { createHash } from "node:crypto";
import type { NormType } from "../../model/index.ts";
import { dayNumber } from "../days.ts";
import { type EvalClause, type PowerClauses, STANDS } from "../input.ts";

/** Kinds of clauses that give the company power or users burdens, and that take and give back. */
const POWER_NORMS = ["lab-power", "lab-promise", "user-burden", "user-right"] as const satisfies readonly NormType[];
export type PowerNorm = (typeof POWER_NORMS)[number];
const NORMS: ReadonlySet<NormType> = new Set(POWER_NORMS);

/** Documents that list data practices, each of which counts as a power: they would drown the terms. */
const DATA_DOCUMENTS = /privacy|tracker|cookie|data process/i;

export const listsDataPractices = (terms: string): boolean => DATA_DOCUMENTS.test(terms);

/** The clauses that are counted of a document of this name; none of one that lists data practices. */
export function powerClauses(terms: string, clauses: readonly EvalClause[]): PowerClauses {
  const own = listsDataPractices(terms) ? [] : clauses.filter(({ norm }) => NORMS.has(norm));
  return {
    texts: Float64Array.from(own, ({ text }) => numberOf(text.toLowerCase())),
    norms: own.map(({ norm }) => norm),
    since: Int32Array.from(own, ({ since }) => dayNumber(since)),
    until: Int32Array.from(own, ({ until }) => (until === null ? STANDS : dayNumber(until))),
  };
}

/** The first 48 bits of the SHA-256: among a million texts two share a number with a chance of 1 in 500. */
function numberOf(text: string): number {
  return createHash("sha256").update(text).digest().readUIntBE(0, 6);
}
