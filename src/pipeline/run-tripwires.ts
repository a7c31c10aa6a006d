import { createHash } from "node:crypto";
import { join } from "node:path";
import { type Delivered, deliverDue, FeedSender, Journal, type Recorded, type Sender } from "../alerts/index.ts";
import type { Index } from "../index/index.ts";
import { canonicalJson, takeLock } from "../std/index.ts";
import type { Declared, Tripwire } from "../tripwires/index.ts";
import { openChannels, type Outside } from "./open-channels.ts";
import type { Progress } from "./progress.ts";
import { findTripped } from "./tripwires.ts";
import type { Workspace } from "./workspace.ts";

const LOCK_FILE = "alerts.lock";
/** Alerts of one tripwire that a run tells at most: more at once is an archive's history, not news. */
const NEW_MAX = 200;

/** Where a workspace keeps what it remembers of alerts. */
export const journalPath = ({ stateDir }: Pick<Workspace, "stateDir">): string => join(stateDir, "alerts.sqlite");

export interface RunOptions extends Outside {
  /** 0 to 1, for the scatter of waits. */
  readonly random: () => number;
  /** Tells also of what is past, from this day on. */
  readonly since: string | null;
  /** Takes all that is found as known. */
  readonly asKnown: boolean;
  /** Tries again what was given up. */
  readonly retryDead: boolean;
  readonly onProgress: Progress;
}

export interface TripwireRun {
  readonly recorded: readonly Recorded[];
  readonly delivered: Delivered;
}

/**
 * Finds what is newly tripped, writes it down, and then delivers all that is due, also from earlier runs. Killed at any
 * moment, it is repeated. Throws a UserError where another run is under way, or where a channel cannot be opened.
 */
export async function runTripwires(
  workspace: Workspace,
  index: Index,
  declared: Declared,
  options: RunOptions,
): Promise<TripwireRun> {
  const lock = takeLock(join(workspace.stateDir, LOCK_FILE), `deliver the alerts of ${workspace.folder}`);
  try {
    const senders = await openChannels(workspace, declared, options);
    const journal = new Journal(journalPath(workspace));
    try {
      const recorded = await recordTripped(workspace, index, declared, { journal, senders, ...options });
      if (options.retryDead) journal.revive();
      return { recorded, delivered: await deliver(journal, senders, declared, options) };
    } finally {
      journal.close();
      for (const sender of senders.values()) await sender.close();
    }
  } finally {
    lock.release();
  }
}

type Around = RunOptions & { readonly journal: Journal; readonly senders: ReadonlyMap<string, Sender> };

async function recordTripped(
  workspace: Workspace,
  index: Index,
  { tripwires }: Declared,
  { journal, senders, clock, since, asKnown, onProgress }: Around,
): Promise<Recorded[]> {
  const recorded: Recorded[] = [];
  const options = { now: clock().toISOString(), since, asKnown, newMax: NEW_MAX };
  for await (const { tripwire, alerts, standing } of findTripped(workspace, index, tripwires, {
    before: journal.standing(),
  })) {
    onProgress({ what: tripwire.name, done: recorded.length, total: tripwires.length });
    const receivers = (tripwire.notify ?? []).flatMap((channel) =>
      [...(senders.get(channel)?.targets ?? [])].map((target) => [channel, target] as const),
    );
    const condition = hashOf(tripwire);
    recorded.push(journal.record({ tripwire: tripwire.name, condition, alerts, standing, receivers }, options));
  }
  return recorded;
}

/** Names a condition, whoever is told of it. */
function hashOf(tripwire: Tripwire): string {
  const condition = Object.entries(tripwire).filter(([name, value]) => name !== "notify" && value !== undefined);
  return createHash("sha256")
    .update(canonicalJson(Object.fromEntries(condition)))
    .digest("hex");
}

function deliver(
  journal: Journal,
  senders: ReadonlyMap<string, Sender>,
  { dashboard }: Declared,
  { clock, random, onProgress }: RunOptions,
): Promise<Delivered> {
  for (const sender of senders.values()) if (sender instanceof FeedSender) sender.write(journal, dashboard);
  return deliverDue(journal, senders, {
    clock,
    random,
    dashboard,
    onDelivery: (done) => onProgress({ what: "deliveries", done, total: 0 }),
  });
}
