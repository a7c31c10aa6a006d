import type { RanHere } from "../helpers/process.ts";
import { record } from "../helpers/evidence-log.ts";
import { run, type Surroundings, withWriter, openWorkspace } from "./product.ts";
import { reviewOnline } from "./review-online.ts";
import { APPENDED, APPENDS, openLog, REVIEWS_ONLINE } from "./scenarios.ts";

/** What an operator does, and when by the clock. */
export interface Command extends Surroundings {
  readonly args: readonly string[];
  readonly workspace: string;
}

/** Carries it out in this process. `onAcknowledged`: a checkpoint that the caller of the log, or the operator, has been given. */
export async function perform(
  { args, workspace, ...around }: Command,
  onAcknowledged: (checkpoint: string) => void = () => {},
): Promise<RanHere> {
  if (args[0] === APPENDS) return append(workspace, onAcknowledged);
  if (args[0] === REVIEWS_ONLINE) return reviewOnline(workspace, args[1] ?? "", around.now, onAcknowledged);
  const whole = args[0] === "init" ? ["init", workspace, ...args.slice(1)] : [...args, "--workspace", workspace];
  const ran = await run(whole, around);
  if (ran.code === 0) onAcknowledged(openLog(workspace).checkpoint);
  return ran;
}

function append(workspace: string, onAcknowledged: (checkpoint: string) => void): RanHere {
  try {
    withWriter(openWorkspace(workspace), (writer) =>
      record(writer, APPENDED.size, APPENDED.perAppend, () => onAcknowledged(writer.checkpoint)),
    );
    return { code: 0, stdout: "", stderr: "" };
  } catch (error) {
    return { code: 3, stdout: "", stderr: error instanceof Error ? error.message : String(error) };
  }
}
