import { EXIT, UserError } from "./errors.ts";

/** Where a PostgreSQL database lies, `host:5432/name`: never with the user or the password of its address. */
export function nameDatabase(url: string): string {
  const { host, pathname, searchParams } = new URL(url);
  return `${searchParams.get("host") ?? host}${pathname}`;
}

/**
 * Runs a job on the database of an address. What the database or the way to it refuses becomes a UserError of one line that
 * holds no secret; a defect of ours stays what it is.
 */
export async function explainingPostgres<T>(url: string, job: () => Promise<T>): Promise<T> {
  try {
    return await job();
  } catch (error) {
    const why = explain(error);
    if (why === null) throw error;
    throw new UserError(`the database at ${nameDatabase(url)}: ${why}`, EXIT.outside, { cause: error });
  }
}

/** https://www.postgresql.org/docs/current/errcodes-appendix.html: by code, or by the first two characters of a class. */
const WORDS: Readonly<Record<string, string>> = {
  "08": "the connection was lost; try again",
  "28": "refuses this user or password; see CORRIGIBLE_DATABASE",
  "3D": "there is no database of this name; make it with createdb, or see CORRIGIBLE_DATABASE",
  "42501": "this user may not do this; it must be able to create schemas (grant create on database)",
  "53": "has no room left: connections, memory or disk",
  "57": "ended the connection, or a question took too long; try again",
  "58": "its disk fails",
  "25006": "takes no changes: it is a standby",
};

/** What happened outside, in words; null for a defect of ours. */
function explain(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if (isFromServer(error)) return WORDS[error.code] ?? WORDS[error.code.slice(0, 2)] ?? null;
  // Where a name has several addresses, each has failed in its way.
  const [first = error] = error instanceof AggregateError ? (error.errors as unknown[]) : [];
  const code = first instanceof Error && "code" in first ? String(first.code) : "";
  if (/^E[A-Z]+$/.test(code)) return `cannot be reached (${code}); see CORRIGIBLE_DATABASE`;
  if (/connection|timeout|terminated|not queryable|SSL/i.test(error.message))
    return "the connection was lost; try again";
  return null;
}

/** The driver's DatabaseError, known by its fields: the driver itself is loaded by those alone who connect. */
const isFromServer = (error: Error): error is Error & { readonly code: string } =>
  "severity" in error && "code" in error && /^[0-9A-Z]{5}$/.test(String(error.code));
