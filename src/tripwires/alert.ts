import { createHash } from "node:crypto";

/** What a tripwire tells when it trips. Everything in it that comes from a document or a record is foreign text. */
export interface Alert {
  /** Hash of the tripwire's name, of what tripped it, and of what about that: 32 hexadecimal digits. */
  readonly id: string;
  readonly tripwire: string;
  readonly about: "change" | "finding" | "promise" | "measure";
  readonly lab: string;
  readonly labName: string;
  /** The day on which it came about, 2024-01-10. */
  readonly date: string;
  /** One line. */
  readonly title: string;
  /** The text before and after, for a change; the promise; the finding's summary. Null where there is none. */
  readonly before: string | null;
  readonly after: string | null;
  /** Headings and lead-ins that the text stands under, outermost first. */
  readonly under: readonly string[];
  /** Further facts, each with its name. */
  readonly facts: readonly (readonly [name: string, value: string])[];
  /** Why it is read so. */
  readonly reasons: readonly string[];
  /** Of the detector, 0..1; null where people say it. */
  readonly confidence: number | null;
  /** The best reading against it. Never empty. */
  readonly against: readonly string[];
  readonly questions: readonly string[];
  /** Path on the dashboard, and the command that shows the same. */
  readonly path: string;
  readonly command: string;
  /** What `corrigible prove` takes, for each input. */
  readonly evidence: readonly string[];
}

/** Id of an alert. `what`: what about the thing tripped, so that another thing about it is another alert. */
export function alertId(tripwire: string, about: Alert["about"], thing: string, what: string): string {
  return createHash("sha256")
    .update(JSON.stringify([tripwire, about, thing, what]))
    .digest("hex")
    .slice(0, 32);
}

/** The page of an alert on the dashboard, or the command that shows it where no dashboard is named. */
export function linkOf(alert: Pick<Alert, "path" | "command">, dashboard: string | null): string {
  return dashboard === null ? alert.command : `${dashboard}${alert.path}`;
}
