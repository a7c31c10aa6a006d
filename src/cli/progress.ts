import { Presets, SingleBar } from "cli-progress";
import type { Progress } from "../pipeline/index.ts";
import type { Context, Output } from "./context.ts";
import { oneLine } from "./terminal.ts";

/** Shows how far a job is, on standard error, until it is stopped. */
export interface ProgressDisplay {
  readonly onProgress: Progress;
  stop(): void;
}

/** Without a terminal: one line at most this often, in milliseconds. */
const LINE_MS = 1_000;

/** A bar on a terminal, otherwise a line a second. */
export function showProgress({ stderr }: Pick<Context, "stderr">): ProgressDisplay {
  return stderr.isTTY ? showBar() : showLines(stderr);
}

function showBar(): ProgressDisplay {
  const bar = new SingleBar(
    { format: "{bar} {percentage} % {value}/{total} {what}", stream: process.stderr, hideCursor: true, fps: 10 },
    Presets.shades_classic,
  );
  let started = false;
  return {
    onProgress({ what, done, total }) {
      // A bar of 0 units would show as full.
      const units = Math.max(total, 1);
      if (!started) bar.start(units, done, { what: oneLine(what) });
      started = true;
      bar.setTotal(units);
      bar.update(done, { what: oneLine(what) });
      // Jobs compute without pause: the bar's own timer would never run.
      bar.render();
    },
    stop() {
      if (started) bar.stop();
      started = false;
    },
  };
}

function showLines(stderr: Output): ProgressDisplay {
  let next = Date.now() + LINE_MS;
  return {
    onProgress({ what, done, total }) {
      if (Date.now() < next) return;
      next = Date.now() + LINE_MS;
      stderr.write(total > 0 ? `${done} of ${total}: ${oneLine(what)}\n` : `${oneLine(what)}\n`);
    },
    stop() {},
  };
}
