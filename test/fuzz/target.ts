/** A parser under test. */
export interface Target {
  readonly name: string;
  /** Inputs written by us, from which the search begins. */
  readonly seeds: readonly (string | Uint8Array)[];
  /** Longest input that is tried, in bytes. */
  readonly bytesMax?: number;
  /** Longest time that one input may take, in milliseconds. */
  readonly msMax?: number;
  /** Parses, and throws for anything but what the parser promises. */
  readonly run: (input: Uint8Array) => void | Promise<void>;
}

export const BYTES_MAX = 8_192;
export const MS_MAX = 2_000;

/** Throws unless it holds. */
export function demand(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(`not so: ${what}`);
}

/** What `parse` gives; null where it throws one of the errors that it documents. */
export function unlessRefused<T>(
  parse: () => T,
  ...documented: readonly (new (...args: never[]) => Error)[]
): T | null {
  try {
    return parse();
  } catch (error) {
    if (documented.some((kind) => error instanceof kind)) return null;
    throw error;
  }
}

/** Throws where an error's message is more than a line, or has control characters. */
export function demandOneLine(message: string): void {
  demand(!/[\n\r]/.test(message), `an error of one line: ${JSON.stringify(message)}`);
}

export const textOf = (input: Uint8Array): string => Buffer.from(input).toString("utf8");
