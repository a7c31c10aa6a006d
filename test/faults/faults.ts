import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { checkLog, checkpointNow, Lost } from "./check.ts";
import { type Command, perform } from "./command.ts";
import type { Databases } from "./databases.ts";
import { Disk } from "./disk.ts";
import type { Calls, LayerFault } from "./layer.ts";
import { operate, type Operated } from "./operator.ts";
import { std } from "./product.ts";
import type { Random } from "./random.ts";
import type { Place, Scenario } from "./scenarios.ts";
import type { Workers } from "./workers.ts";

/** How a scenario goes when nothing happens. */
export interface Undisturbed {
  readonly ms: number;
  /** How long somebody is connected to its database; 0 without one. */
  readonly connectedMs: number;
  /** Calls to the durable layer. */
  readonly calls: Calls;
  readonly result: string;
  /** Without what the clock says. */
  readonly timeless: string;
}

export interface Around {
  readonly place: Place;
  readonly scenario: Scenario;
  readonly undisturbed: Undisturbed;
  readonly random: Random;
  /** Checkpoints that somebody was shown; a fault adds to them. */
  readonly seen: Set<string>;
  /** Says what is done, for the report of a failure. */
  readonly note: (what: string) => void;
  /** Where the scenario's index lies in one. */
  readonly databases: Databases | null;
  /** Where the scenario has them. */
  readonly workers: Workers | null;
}

export interface Fault {
  readonly name: string;
  readonly suits: (scenario: Scenario) => boolean;
  /** The work is done at another time than undisturbed. */
  readonly isUntimely?: true;
  /** Lets the scenario be done under the fault. Gives the folder of the workspace that is left. */
  inflict(around: Around): Promise<string>;
}

const always = (): boolean => true;
const durable = ({ isDurable }: Scenario): boolean => isDurable;

export const FAULTS: readonly Fault[] = [
  { name: "kill", suits: always, inflict: kill },
  { name: "kill-at-call", suits: durable, inflict: killAtCall },
  { name: "power-cut", suits: durable, inflict: cutPower },
  { name: "fsync-fails", suits: durable, inflict: failSync },
  { name: "rename-fails", suits: durable, inflict: failNames },
  { name: "no-space", suits: durable, inflict: endSpace },
  { name: "store-fails", suits: ({ prepare }) => prepare !== undefined, inflict: failStore },
  { name: "disk-full", suits: (scenario) => canMount() && scenario.from !== null, inflict: fillDisk },
  { name: "clock-back", suits: always, isUntimely: true, inflict: turnClock },
  { name: "two-operators", suits: always, inflict: doubleOperators },
  { name: "connection-cut", suits: ({ onPostgres }) => onPostgres === true, inflict: cutConnections },
  { name: "worker-killed", suits: ({ withWorkers }) => withWorkers === true, inflict: killWorkers },
];

const KILLS_MAX = 3;

/** SIGKILL at moments spread over the work, one after the other. */
async function kill(around: Around): Promise<string> {
  const { random, undisturbed, place, note } = around;
  const kills = random.between(1, KILLS_MAX);
  for (let nth = 0; nth < kills; nth++) {
    const after = Math.round(random.next() * undisturbed.ms * 1.1);
    note(`killed after ${after} ms`);
    const { ended } = await inChild(around, {}, after);
    if (ended) break;
  }
  return place.workspace;
}

async function killAtCall(around: Around): Promise<string> {
  const { random, undisturbed, place, note } = around;
  const kills = random.between(1, KILLS_MAX);
  for (let nth = 0; nth < kills; nth++) {
    const killAt = random.between(1, undisturbed.calls.all);
    note(`killed at call ${killAt} of ${undisturbed.calls.all}`);
    const { ended } = await inChild(around, { killAt });
    if (ended) break;
  }
  return place.workspace;
}

/** An fsync fails, or all do from some moment on. */
async function failSync(around: Around): Promise<string> {
  const syncFails = chooseCalls(around, around.undisturbed.calls.syncs);
  around.note(`fsync fails: ${JSON.stringify(syncFails)}`);
  return failing(around, { syncFails });
}

async function failNames(around: Around): Promise<string> {
  const namesFail = chooseCalls(around, around.undisturbed.calls.names);
  around.note(`renames and removals fail: ${JSON.stringify(namesFail)}`);
  return failing(around, { namesFail });
}

/** Near the end half of the time: there the log changes. */
function chooseCalls({ random }: Around, calls: number): { readonly from: number; readonly times: number } {
  const NEAR = 8;
  const low = random.next() < 0.5 ? 1 : Math.max(1, calls - NEAR);
  return { from: random.between(low, Math.max(low, calls)), times: random.pick([1, 2, Number.MAX_SAFE_INTEGER]) };
}

async function endSpace(around: Around): Promise<string> {
  const space = Math.floor(around.random.next() ** 3 * 300_000);
  around.note(`${space} bytes can be written`);
  return failing(around, { space });
}

async function failing(around: Around, fault: LayerFault): Promise<string> {
  const { ended } = await inChild(around, fault);
  refuseDefect(ended);
  return around.place.workspace;
}

/** The object store fails, hangs up, is slow, shows what was, or does things late: some requests, or all from some moment on. */
async function failStore(around: Around): Promise<string> {
  const { random, place, note } = around;
  const { store } = place.stages;
  const faults = Array.from({ length: random.between(1, 3) }, () => ({
    match: random.pick(["^PUT", "^PUT .*checkpoint", "^GET", "^GET .*tile", "^HEAD", "."]),
    kind: random.pick(["error", "error-after", "drop", "drop-after", "cut", "slow", "late", "stale", "deny"] as const),
    ms: random.pick([20, 200, 1_500]),
    after: random.between(0, 60),
    times: random.pick([1, 3, 1_000]),
  }));
  note(JSON.stringify(faults));
  await store.control({ faults });
  try {
    refuseDefect((await inChild(around, {}, undefined, false)).ended);
  } finally {
    await store.control({ faults: [] });
  }
  return place.workspace;
}

/** The clock stands before all that was recorded; then it is right again. */
async function turnClock(around: Around): Promise<string> {
  const command = commandOf(around);
  const now = around.random.pick(["2026-05-12T00:00:00Z", "2020-01-01T00:00:00Z", "1970-01-01T00:00:00Z"]);
  around.note(`the clock says ${now}`);
  const { acknowledged, ended } = await operate({ ...command, now });
  for (const checkpoint of acknowledged) around.seen.add(checkpoint);
  refuseDefect(ended);
  return command.workspace;
}

/** Two start the same thing: both do it, or one is told to wait. */
async function doubleOperators(around: Around): Promise<string> {
  const command = commandOf(around);
  const lag = around.random.pick([0, Math.round(around.random.next() * around.undisturbed.ms)]);
  around.note(`the second begins ${lag} ms later`);
  const first = operate(command);
  await wait(lag);
  const all = await Promise.all([first, operate(command)]);
  const allowed = around.scenario.besides ?? [0, 3];
  for (const { acknowledged, ended } of all) {
    for (const checkpoint of acknowledged) around.seen.add(checkpoint);
    refuseDefect(ended);
    if (!ended || !allowed.includes(ended.code)) throw new Lost(`one of two operators: ${ended?.stderr ?? "killed"}`);
  }
  if (all.every(({ ended }) => ended?.code !== 0)) throw new Lost("of two operators neither came through");
  return command.workspace;
}

/** The server ends connections: those of the operator, of the workers, or all. */
async function cutConnections(around: Around): Promise<string> {
  const { random, undisturbed, place, databases, workers, note } = around;
  const { database } = place;
  if (!databases || database === undefined) throw new Error("there is no database");
  const who = workers
    ? random.pick(["corrigible%", "corrigible", "corrigible asker", "corrigible worker"])
    : "corrigible";
  const cuts = workers ? random.between(1, KILLS_MAX) : 1;
  const operating = inChild(around, {});
  for (let nth = 0; nth < cuts; nth++) {
    const after = Math.round((random.next() * undisturbed.connectedMs) / cuts);
    await databases.connected(database, operating);
    await wait(after);
    note(`${await databases.cut(database, who)} connections of ${who} cut after ${after} ms`);
  }
  refuseUnlessOver((await operating).ended);
  return place.workspace;
}

/** SIGKILL for one worker after the other, at moments spread over the work. */
async function killWorkers(around: Around): Promise<string> {
  const { random, undisturbed, place, workers, note } = around;
  const kills = random.between(1, KILLS_MAX);
  const operating = inChild(around, {});
  for (let nth = 0; nth < kills; nth++) {
    const after = Math.round(random.next() * undisturbed.ms);
    note(`a worker killed after ${after} ms`);
    await wait(after);
    workers?.killOne(random);
  }
  refuseUnlessOver((await operating).ended);
  return place.workspace;
}

/** It was done, or something outside has failed: nothing else comes of this. */
function refuseUnlessOver(ended: Operated["ended"]): void {
  refuseDefect(ended);
  const OUTSIDE = 3;
  if (ended?.code !== 0 && ended?.code !== OUTSIDE) throw new Lost(`it ended with ${ended?.code}: ${ended?.stderr}`);
}

/** The process may die first, and the power goes while the next one works: all that was not synced may be gone. */
async function cutPower(around: Around): Promise<string> {
  const { random, undisturbed, place, seen, note } = around;
  const disk = new Disk(std.NODE_FILES);
  std.replaceFiles(disk);
  const acknowledged: string[] = [];
  try {
    if (random.next() < 0.5) {
      // The log changes near the end: half of the deaths fall there.
      const NEAR = 12;
      disk.stopAt = random.between(random.pick([0, Math.max(0, undisturbed.calls.all - NEAR)]), undisturbed.calls.all);
      note(`the process dies at call ${disk.stopAt}`);
      await perform(commandOf(around), (checkpoint) => acknowledged.push(checkpoint));
    }
    // Beyond the end: all was done, and acknowledged.
    disk.stopAt = disk.calls + random.between(0, undisturbed.calls.all + 5);
    note(`the power goes at call ${disk.stopAt} of ${undisturbed.calls.all}`);
    await perform(commandOf(around), (checkpoint) => acknowledged.push(checkpoint));
  } finally {
    std.replaceFiles(std.NODE_FILES);
  }
  // What a reader saw meanwhile may be gone, what was acknowledged may not.
  for (const checkpoint of acknowledged) seen.add(checkpoint);
  const kept = random.pick([0, 0.3, 0.7, 0.95, 1]);
  note(`${acknowledged.length} acknowledged; kept: ${kept}`);
  const left = join(place.folder, "left");
  disk.leave(place.workspace, left, random, kept);
  return left;
}

/** The workspace lies on a file system that is full soon; then there is space again. */
async function fillDisk(around: Around): Promise<string> {
  const { place, random, note } = around;
  const mounted = join(place.folder, "small");
  const bytes = bytesIn(place.workspace) + Math.floor(random.next() ** 2 * 1_500_000);
  note(`a disk of ${bytes} bytes`);
  mkdirSync(mounted);
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=512m", "tmpfs", mounted]);
  try {
    const workspace = join(mounted, "watch");
    cpSync(place.workspace, workspace, { recursive: true });
    execFileSync("mount", ["-o", `remount,size=${bytes}`, mounted]);
    const inside = { ...around, place: { ...place, folder: mounted, workspace } };
    const { ended } = await inChild(inside, {});
    refuseDefect(ended);
    checkLog(workspace, around.seen);
    rmSync(place.workspace, { recursive: true });
    cpSync(workspace, place.workspace, { recursive: true });
  } finally {
    execFileSync("umount", ["--lazy", mounted]);
  }
  return place.workspace;
}

let mountable: boolean | undefined;
/** Whether this process may mount: root may, outside most containers. */
export function canMount(): boolean {
  mountable ??= tryMount();
  return mountable;
}

function tryMount(): boolean {
  const folder = join(process.env["TMPDIR"] ?? "/tmp", `corrigible-mount-${process.pid}`);
  try {
    mkdirSync(folder);
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], { stdio: "ignore" });
    execFileSync("umount", [folder]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Bytes that a folder takes on a disk of pages. */
function bytesIn(folder: string): number {
  const PAGE = 4096;
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return names.reduce((sum, name) => sum + Math.ceil((statSync(join(folder, name)).size + 1) / PAGE) * PAGE, 0);
}

const commandOf = ({ scenario, place }: Around): Command => ({
  args: scenario.args(place),
  workspace: place.workspace,
  database: place.database,
});

/** Carries out the scenario in a process of its own, and keeps what was shown: acknowledged, or there to be read afterwards. */
async function inChild(around: Around, fault: LayerFault, killAfterMs?: number, isReadable = true): Promise<Operated> {
  const command = commandOf(around);
  const operated = await operate({ ...command, fault }, killAfterMs);
  for (const checkpoint of operated.acknowledged) around.seen.add(checkpoint);
  if (isReadable) for (const checkpoint of checkpointNow(command.workspace)) around.seen.add(checkpoint);
  return operated;
}

/** A fault outside is told in one line, whatever it is. */
function refuseDefect(ended: Operated["ended"]): void {
  if (ended?.stderr.includes("a defect of Corrigible")) throw new Lost(`taken for a defect: ${ended.stderr}`);
}
