import { UserError } from "../../std/index.ts";
import { decodeTable, type FileFacts, type TableFile, UnknownTableError } from "../table.ts";
import { type BodsStatement, packageSchema } from "./statement.ts";

/** A statement with what `corrigible prove` takes for it: `bods/oversight.json#<statementId>`. */
export interface EvidentStatement {
  readonly evidence: string;
  readonly statement: BodsStatement;
}

export interface BodsFile extends FileFacts {
  readonly statements: readonly EvidentStatement[];
}

/**
 * Reads a package of statements of the Beneficial Ownership Data Standard 0.4. Every file is a table of its own: a
 * package adds to the others. Throws a UserError that names the first member that the standard does not allow.
 */
export function parseBods(file: TableFile): BodsFile {
  const { success, data, error } = packageSchema.safeParse(parsePackage(file));
  if (!success) {
    const [issue] = error.issues;
    throw new UserError(`${file.name}: ${issue?.path.join(".")}: ${issue?.message}`);
  }
  const statements = data.map((statement) => ({ evidence: `bods/${file.name}#${statement.statementId}`, statement }));
  return { table: file.name, facts: statements.length, leftOut: [], statements };
}

const EXPECTED = "; expected a JSON array of statements with statementId, recordType and recordDetails (BODS 0.4)";

function parsePackage(file: TableFile): unknown {
  const value = parseJson(decodeTable("bods", file));
  const [first] = Array.isArray(value) ? (value as unknown[]) : [];
  if (typeof first !== "object" || first === null || !("statementId" in first) || !("recordDetails" in first)) {
    throw new UnknownTableError(file.name, "no package that import bods reads", EXPECTED);
  }
  return value;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
