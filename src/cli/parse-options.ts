import { InvalidArgumentError } from "commander";
import { type Dated, parseDated, type Severity } from "../model/index.ts";
import { type Clock, UserError } from "../std/index.ts";
import { nameOfVkey, nameOfWitness, TlogError } from "../tlog/index.ts";

/** Most rows that a list may be asked for. */
const LIMIT_MAX = 1_000_000;

/** A whole number from 1. */
export function parseLimit(text: string): number {
  const limit = Number(text);
  if (!/^\d+$/.test(text) || limit < 1 || limit > LIMIT_MAX) {
    throw new InvalidArgumentError(`give a whole number from 1 to ${LIMIT_MAX}`);
  }
  return limit;
}

export function parseSeverity(text: string): Severity {
  switch (text) {
    case "1":
      return 1;
    case "2":
      return 2;
    case "3":
      return 3;
    default:
      throw new InvalidArgumentError("give 1, 2 or 3");
  }
}

export function parseConfidence(text: string): number {
  const confidence = Number(text);
  if (!/^(?:\d+|\d*\.\d+)$/.test(text) || confidence > 1) throw new InvalidArgumentError("give a number from 0 to 1");
  return confidence;
}

/** A C2SP verifier key, given back as it is. */
export function parseVkey(text: string): string {
  try {
    nameOfVkey(text);
    return text;
  } catch (cause) {
    if (!(cause instanceof TlogError)) throw cause;
    throw new InvalidArgumentError(`give name+hash+key, as vkey in corrigible.yaml; this is ${cause.message}`);
  }
}

/** The verifier key of a witness, given back as it is. */
export function parseWitness(text: string): string {
  try {
    nameOfWitness(text);
    return text;
  } catch (cause) {
    if (!(cause instanceof TlogError)) throw cause;
    throw new InvalidArgumentError(
      `give name+hash+key, as corrigible witness --make-key prints it; this is ${cause.message}`,
    );
  }
}

/** A day in UTC as "2024-01-10". */
export function parseDay(text: string): string {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  // Date.parse takes 31 February for 2 March.
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, text.length) !== text) {
    throw new InvalidArgumentError("give a day as 2024-01-10");
  }
  return text;
}

/** An id of a lab: `openai`. */
export function parseLab(text: string): string {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(text)) throw new InvalidArgumentError("give a lab's id as openai");
  return text;
}

/** A day, a month or a year. */
export function parseRoughDay(text: string): Dated {
  const date = parseDated(text);
  if (date === null) throw new InvalidArgumentError("give a date as 2026-01-05, 2026-01 or 2026");
  return date;
}

/** Throws a UserError for a day after today, of which nothing can be known. */
export function refuseFuture({ clock }: { readonly clock: Clock }, day: string): void {
  const today = clock().toISOString().slice(0, "2024-01-10".length);
  if (day > today) throw new UserError(`${day} is still to come; give a day up to ${today}`);
}
