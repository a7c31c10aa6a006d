import { describeUnknown, type ParsedFile, type Problem } from "./parse.ts";

/** Names that the index knows. */
export interface KnownNames {
  readonly labs: readonly string[];
  readonly documents: readonly string[];
  readonly measures: readonly string[];
}

/** Labs, documents and measures that tripwires name and nobody knows: such a tripwire would never trip. By line. */
export function checkNames({ declared, lineOf }: ParsedFile, known: KnownNames): Problem[] {
  const labs = new Set(known.labs);
  const documents = new Set(known.documents);
  const measures = new Set(known.measures);
  return (declared?.tripwires ?? []).flatMap((tripwire, at): Problem[] => {
    const missing = (field: string, named: readonly string[], all: ReadonlySet<string>): Problem[] =>
      named
        .filter((one) => !all.has(one))
        .map((one) => ({
          line: lineOf(["tripwires", at, field]),
          message: `${tripwire.name}: ${field}: ${describeUnknown(field, one, [...all])}`,
        }));
    if (tripwire.when === "measure") return missing("measure", [tripwire.measure], measures);
    const own = missing("lab", tripwire.lab ?? [], labs);
    return tripwire.when === "change" ? [...own, ...missing("document", tripwire.document ?? [], documents)] : own;
  });
}
