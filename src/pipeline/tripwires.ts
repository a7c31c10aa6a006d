import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Index } from "../index/index.ts";
import { EXIT, UserError } from "../std/index.ts";
import {
  checkNames,
  type Declared,
  findAlerts,
  type ParsedFile,
  parseTripwires,
  type Problem,
  type Tripped,
  type Tripwire,
  TRIPWIRES_FILE,
} from "../tripwires/index.ts";
import { readChangeFacts, readKnownNames, readTripwireFacts } from "./tripwire-facts.ts";
import type { Workspace } from "./workspace.ts";

/** Path of the file in which a workspace's tripwires are declared. */
export const tripwiresPath = ({ folder }: Pick<Workspace, "folder">): string => join(folder, TRIPWIRES_FILE);

/** Reads the file as it stands; null where there is none. */
export function readTripwireFile(workspace: Workspace): ParsedFile | null {
  const path = tripwiresPath(workspace);
  return existsSync(path) ? parseTripwires(readFileSync(path, "utf8")) : null;
}

/** All that is wrong with the file, by line. `index`: null where nothing is audited yet, so that names cannot be checked. */
export async function lintTripwires(parsed: ParsedFile, index: Index | null): Promise<readonly Problem[]> {
  if (parsed.declared === null || index === null) return parsed.problems;
  return checkNames(parsed, await readKnownNames(index));
}

/** What is declared. Throws a UserError where there is no file, or where it has a problem, also a name that nobody knows. */
export async function openTripwires(workspace: Workspace, index: Index): Promise<Declared> {
  const parsed = needFile(workspace);
  return refuseProblems(parsed, await lintTripwires(parsed, index));
}

/** As {@link openTripwires}, without a look at the names. */
export function readDeclared(workspace: Workspace): Declared {
  const parsed = needFile(workspace);
  return refuseProblems(parsed, parsed.problems);
}

function needFile(workspace: Workspace): ParsedFile {
  const parsed = readTripwireFile(workspace);
  if (parsed !== null) return parsed;
  throw new UserError(
    `${workspace.folder} has no ${TRIPWIRES_FILE}; corrigible tripwire --help shows one to begin with`,
  );
}

function refuseProblems({ declared }: ParsedFile, problems: readonly Problem[]): Declared {
  const [first] = problems;
  if (declared !== null && first === undefined) return declared;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more: corrigible tripwire lint)` : "";
  throw new UserError(`${formatProblem(first ?? { line: 1, message: "cannot be read" })}${more}`, EXIT.badInput);
}

/** `tripwires.yaml:7: quiet-weakening: severity: 1, 2 or 3` */
export const formatProblem = ({ line, message }: Problem): string => `${TRIPWIRES_FILE}:${line}: ${message}`;

export interface TrippedWire extends Tripped {
  readonly tripwire: Tripwire;
}

/**
 * What trips each of these tripwires, one after the other: never more than one's changes in memory. `before`: the bounds
 * that were crossed at the look before.
 */
export async function* findTripped(
  workspace: Workspace,
  index: Index,
  tripwires: readonly Tripwire[],
  options: { readonly since?: string | undefined; readonly before?: ReadonlyMap<string, string> } = {},
): AsyncGenerator<TrippedWire> {
  const facts = await readTripwireFacts(workspace, index);
  for (const tripwire of tripwires) {
    const changes = tripwire.when === "change" ? await readChangeFacts(index, tripwire, options.since) : [];
    const { alerts, standing } = findAlerts(tripwire, facts, changes, options.before);
    const { since } = options;
    yield { tripwire, standing, alerts: since === undefined ? alerts : alerts.filter(({ date }) => date >= since) };
  }
}
