import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Command } from "./command.ts";
import type { Calls, LayerFault } from "./layer.ts";

/** How a process ended by itself. */
export interface Ended {
  readonly code: number;
  readonly stderr: string;
  /** Those to the durable layer. */
  readonly calls: Calls;
}
/** A line that the process prints. */
export interface Told {
  readonly acknowledged?: string;
  readonly ended?: Ended;
}

export interface Operated {
  /** Checkpoints that it acknowledged. */
  readonly acknowledged: readonly string[];
  /** Null where it was killed. */
  readonly ended: Ended | null;
  readonly ms: number;
}

const CHILD = fileURLToPath(new URL("operator-child.ts", import.meta.url));
/** A command that has not ended then never does. */
const MS_MAX = 120_000;

type Order = Command & { readonly fault?: LayerFault };

/** A command under way in a process of its own. */
export interface Operating {
  /** Ends it at once. */
  kill(): void;
  /** Rejected where the process failed otherwise than a command does. */
  readonly ended: Promise<Operated>;
}

/** Begins to carry a command out in a process of its own; it ends with this process at the latest. */
export function start(order: Order): Operating {
  const began = performance.now();
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", CHILD, JSON.stringify(order)], {
    stdio: ["pipe", "pipe", "pipe"],
  });
  const said = Promise.all([once(child, "close"), text(child.stdout), text(child.stderr)]);
  const ended = said.then(([[code], stdout, stderr]): Operated => {
    const told = linesOf(stdout);
    const end = told.find((one) => one.ended)?.ended ?? null;
    if (code !== null && end === null) throw new Error(`an operator's process failed: ${stderr}`);
    const acknowledged = told.flatMap((one) => one.acknowledged ?? []);
    return { acknowledged, ended: end, ms: performance.now() - began };
  });
  return { kill: () => void child.kill("SIGKILL"), ended };
}

/** Carries a command out in a process of its own; kills it after `killAfterMs`. */
export async function operate(order: Order, killAfterMs: number = MS_MAX): Promise<Operated> {
  const operating = start(order);
  const hurry = new AbortController();
  await Promise.race([operating.ended, wait(killAfterMs, undefined, { signal: hurry.signal }).catch(() => {})]);
  hurry.abort();
  operating.kill();
  const operated = await operating.ended;
  if (killAfterMs >= MS_MAX && operated.ms >= MS_MAX) throw new Error(`a command did not end in ${MS_MAX / 1000} s`);
  return operated;
}

/** A line that was cut off by a kill was told to nobody. */
function linesOf(said: string): Told[] {
  const whole = said.slice(0, said.lastIndexOf("\n") + 1);
  return whole.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line) as Told]));
}
