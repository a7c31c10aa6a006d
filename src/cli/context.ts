import type { Readable } from "node:stream";
import type { Log } from "../observe/index.ts";
import type { Clock } from "../std/index.ts";

/** Where a command writes: a stream, as far as a command uses one. */
export interface Output {
  write(text: string | Uint8Array): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** What a command reads: a stream, as far as a command uses one. */
export type Input = Readable & { readonly isTTY?: boolean };

/** What a command has from outside: nothing else of the process or the environment reaches it. */
export interface Context {
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  /** The operator's log; keeps nothing where none is asked for. */
  readonly log: Log;
  /** Whether the log has standard error to itself. */
  readonly logTakesStderr: boolean;
  /** Absolute path of the folder in which the user stands. */
  readonly cwd: string;
  readonly clock: Clock;
  /** Folder of the workspace where the command line names none; undefined: found upwards from `cwd`. */
  readonly workspace: string | undefined;
  /** The PostgreSQL database that holds the index; undefined: it lies in the workspace. Secret. */
  readonly database: string | undefined;
  /** The second reader that the environment names; each part undefined where it does not. */
  readonly reader: {
    readonly url: string | undefined;
    readonly model: string | undefined;
    /** Secret: goes to the endpoint alone. */
    readonly key: string | undefined;
  };
  /** The value of an environment variable that a file of the workspace names for a secret. */
  readonly secret: (name: string) => string | undefined;
  /** For tests: loopback and private addresses may be captured, and told of alerts. */
  readonly allowPrivate: boolean;
  /** Chromium may render pages without its sandbox, which root cannot have. */
  readonly browserWithoutSandbox: boolean;
  /** Calls back when the process is asked to end; until a command waits for that, it ends at once. */
  readonly onStop: (then: () => void) => void;
  /** Whether standard output takes colours. */
  readonly color: boolean;
}
