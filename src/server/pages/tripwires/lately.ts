import { findTripped, formatProblem, lintTripwires, readTripwireFile } from "../../../pipeline/index.ts";
import type { Alert, Declared, Tripwire } from "../../../tripwires/index.ts";
import { perSite, type Site } from "../../site.ts";
import { daysBefore } from "../front/recent.ts";

/** How far back the pages look, in days. */
const LOOK_BACK_DAYS = 365;

/** What everybody would want to be told of. Bans are rules on use; one that goes in silence is the gravest case. */
const OURS: Tripwire = {
  name: "major-rule-on-use-loosened-in-silence",
  when: "change",
  subject: ["use"],
  direction: ["loosens"],
  severity: 3,
  disclosed: ["no", "no-note"],
};

/** Alerts kept of each tripwire, the newest. */
const KEPT_MAX = 20;

/** A tripwire, how often it tripped lately, and its newest alerts, also older ones. */
export interface Wire {
  readonly tripwire: Tripwire;
  readonly lately: number;
  readonly alerts: readonly Alert[];
}

/** The tripwires of a workspace, and what tripped them lately. Channels are nobody's business here. */
export interface Wires {
  readonly since: string;
  /** What is wrong with the file, in one line; null where nothing is. */
  readonly problem: string | null;
  /** Whether there is no file, so that ours stands in. */
  readonly isOurs: boolean;
  readonly wires: readonly Wire[];
}

export const readWires = perSite(async (site: Site): Promise<Wires> => {
  const { workspace, index, frame } = site;
  const since = daysBefore(frame.asOf, LOOK_BACK_DAYS);
  const parsed = readTripwireFile(workspace);
  const problems = parsed === null ? [] : await lintTripwires(parsed, index);
  const problem = problems[0] === undefined ? null : formatProblem(problems[0]);
  const declared: Declared | null = problem === null ? (parsed?.declared ?? null) : null;
  const tripwires = declared?.tripwires ?? (parsed === null ? [OURS] : []);
  const wires: Wire[] = [];
  for await (const { tripwire, alerts } of findTripped(workspace, index, tripwires)) {
    const lately = alerts.filter(({ date }) => date >= since).length;
    wires.push({ tripwire, lately, alerts: alerts.slice(0, KEPT_MAX) });
  }
  return { since, problem, isOurs: parsed === null, wires };
});
