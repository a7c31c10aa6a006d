import type { FindJobsOptions, Instance, JobWithMetadata, PgBoss } from "pg-boss";
import * as z from "zod";
import { EXIT, explainingPostgres, UserError } from "../std/index.ts";

/** Where a queue lies: a PostgreSQL database, and a schema in it that holds nothing else. */
export interface QueuePlace {
  /** Connection string. Secret: it may hold a password. */
  readonly url: string;
  readonly schema: string;
}

/** One document that a worker is to read: all it needs to know beside the log. */
export interface ReadJob {
  /** The stage that takes the rows. */
  readonly stage: string;
  /** The work it is a part of: all jobs of one have it in common. */
  readonly asked: string;
  /** Names the document's history, and how it is read: a longer one has another name. */
  readonly history: string;
  /** `lab/slug` */
  readonly document: string;
  readonly lab: string;
  readonly labName: string;
  /** Log indexes of its versions as they followed each other in time. */
  readonly versions: readonly number[];
}

/** A job that failed as often as it may. */
export interface DeadJob {
  readonly id: string;
  readonly document: string;
  readonly history: string;
  readonly stage: string;
  /** Why its last attempt failed: one line, or the stack of a defect of ours. */
  readonly error: string;
  /** When it was given up, ISO 8601. */
  readonly since: string;
}

/** Jobs of a queue by what becomes of them. */
export interface Depth {
  readonly waiting: number;
  /** Failed, and to be tried again after a while. */
  readonly retrying: number;
  readonly running: number;
  /** Done in the last day; older ones are forgotten. */
  readonly done: number;
  readonly dead: number;
}

/** A worker that was heard of in the last days. */
export interface WorkerSeen {
  readonly host: string;
  readonly pid: number;
  readonly state: "working" | "idle" | "stopped" | "silent";
  /** Times, ISO 8601. */
  readonly since: string;
  readonly heard: string;
  /** Resident memory in bytes; null where it is not known. */
  readonly memory: number | null;
}

/** How often a job is tried again, after how many seconds at first; the wait doubles up to the longest. */
const RETRIES = 2;
const RETRY_SECONDS = 1;
const RETRY_SECONDS_MAX = 60;
/** A worker that has not been heard of for so long has lost its job to another; the shortest that pg-boss takes. */
const SILENT_SECONDS = 10;
/** How often a worker tells that it is there, and how often somebody looks for silent ones, in seconds. */
const HEARTBEAT_SECONDS = 3;
const LOOK_SECONDS = 3;
/** Longest time for one document: far beyond what the longest history takes. */
const JOB_SECONDS_MAX = 3_600;
const POLL_SECONDS = 0.5;
const DAY_SECONDS = 86_400;
const DEAD_DAYS = 90;
/** Jobs that are sent in one statement. */
const JOBS_PER_INSERT = 1_000;
/** Dead letters that are shown, at most. */
export const DEAD_MAX = 1_000;
/** Dead letters that are looked for, and sent again, in one statement. */
const DEAD_PAGE = 100_000;
const REDRIVE_MAX = 1_000;
/** Connections of one process: its own statements, and heartbeats beside them. */
const CONNECTIONS_MAX = 3;
/** How long it may take to connect, in milliseconds. */
const CONNECT_MS = 10_000;
/** How long a worker that is asked to end may take for the job in hand, in milliseconds. */
const STOP_MS = JOB_SECONDS_MAX * 1_000;

const DEAD_QUEUE = "dead";

/** `worker`: takes jobs; `asker`: sends them and waits; `viewer`: only looks. */
export type Role = "worker" | "asker" | "viewer";

/**
 * Opens the queue of a place, and makes it where it is not there. Throws a UserError where it cannot be reached.
 * `readsAs` names how the jobs are read: workers of one name leave those of another alone.
 */
export async function openQueue(place: QueuePlace, readsAs: string, role: Role): Promise<Queue> {
  const { url, schema } = place;
  const isViewer = role === "viewer";
  // Loaded here, so that commands without a queue start without it.
  const { PgBoss } = await import("pg-boss");
  const boss = new PgBoss({
    connectionString: url,
    schema,
    max: CONNECTIONS_MAX,
    application_name: `corrigible ${role}`,
    schedule: false,
    supervise: !isViewer,
    superviseIntervalSeconds: LOOK_SECONDS,
    monitorIntervalSeconds: LOOK_SECONDS,
    registerInstance: role === "worker",
    instanceName: role,
    instanceHeartbeatSeconds: HEARTBEAT_SECONDS,
  });
  // What fails on the way is tried again by pg-boss; what matters to a job comes back through that job.
  boss.on("error", () => {});
  const queue = `read-${readsAs}`;
  try {
    await explainingPostgres(url, () => begin(boss, queue));
  } catch (cause) {
    await boss.stop({ graceful: false }).catch(() => {});
    throw unopened(cause);
  }
  return new Queue(boss, queue, place);
}

async function begin(boss: PgBoss, queue: string): Promise<void> {
  await boss.start();
  await boss.createQueue(DEAD_QUEUE, { retentionSeconds: DEAD_DAYS * DAY_SECONDS });
  // One job of a document and stage at a time: to send it twice changes nothing.
  await boss.createQueue(queue, {
    policy: "exclusive",
    deadLetter: DEAD_QUEUE,
    retryLimit: RETRIES,
    retryDelay: RETRY_SECONDS,
    retryBackoff: true,
    retryDelayMax: RETRY_SECONDS_MAX,
    heartbeatSeconds: SILENT_SECONDS,
    expireInSeconds: JOB_SECONDS_MAX,
    retentionSeconds: DEAD_DAYS * DAY_SECONDS,
    deleteAfterSeconds: DAY_SECONDS,
  });
}

/** What pg-boss says names neither password nor address in full; only its first line is shown. */
function unopened(cause: unknown): UserError {
  if (cause instanceof UserError) return cause;
  const [line = ""] = (cause instanceof Error ? cause.message || cause.name : String(cause)).split("\n");
  return new UserError(
    `the queue in PostgreSQL cannot be opened (${line}); see that the database of CORRIGIBLE_DATABASE runs`,
    EXIT.outside,
    { cause },
  );
}

/** Its methods throw a UserError where the database cannot be asked. */
export class Queue {
  readonly #boss: PgBoss;
  readonly #name: string;
  readonly #place: QueuePlace;

  constructor(boss: PgBoss, name: string, place: QueuePlace) {
    this.#boss = boss;
    this.#name = name;
    this.#place = place;
  }

  /** Sends jobs, the first one first. Those that wait or run already are not sent again. */
  async send(jobs: readonly ReadJob[]): Promise<void> {
    for (let from = 0; from < jobs.length; from += JOBS_PER_INSERT) {
      const some = jobs.slice(from, from + JOBS_PER_INSERT).map((job, at) => ({
        data: job,
        singletonKey: keyOf(job),
        priority: jobs.length - from - at,
      }));
      await this.#ask((boss) => boss.insert(this.#name, some));
    }
  }

  /** Begins to take jobs, one at a time, until it is closed. What `read` throws makes the job wait and be tried again. */
  async work(read: (job: ReadJob) => Promise<void>): Promise<void> {
    const options = { batchSize: 1, pollingIntervalSeconds: POLL_SECONDS, heartbeatRefreshSeconds: HEARTBEAT_SECONDS };
    const worker = await this.#ask((boss) =>
      boss.work<ReadJob>(this.#name, options, async ([job]) => {
        // Where there was a job there may be another: it is not waited for the next poll.
        boss.notifyWorker(worker);
        if (job) await read(job.data);
      }),
    );
  }

  async depth(): Promise<Depth> {
    const counts = await this.#counts();
    const of = (state: string): number => counts.get(state) ?? 0;
    return {
      waiting: of("created"),
      retrying: of("retry"),
      running: of("active"),
      done: of("completed"),
      dead: of("dead"),
    };
  }

  /** pg-boss gives counts up to a minute old. */
  async #counts(): Promise<ReadonlyMap<string, number>> {
    const text = `select case when name = $1 then 'dead' else state::text end as state, count(*)::int as count
                    from "${this.#place.schema}".job where name <> $1 or state::text = 'created' group by 1`;
    const { rows } = await this.#ask((boss) => boss.getDb().executeSql(text, [DEAD_QUEUE]));
    return new Map(countRows.parse(rows).map(({ state, count }) => [state, count]));
  }

  /** Dead letters, the oldest first: at most {@link DEAD_MAX}. */
  async dead(): Promise<DeadJob[]> {
    return (await this.#findDead({ limit: DEAD_MAX })).map(toDead);
  }

  /** All dead letters of a stage, the oldest first. */
  async deadOf(stage: string): Promise<DeadJob[]> {
    const found: JobWithMetadata<ReadJob>[] = [];
    for (let last: string | undefined; ;) {
      const after = last === undefined ? {} : { after: last };
      const page = await this.#findDead({ limit: DEAD_PAGE, data: { stage }, ...after });
      found.push(...page);
      last = page.at(-1)?.id;
      if (page.length < DEAD_PAGE) return found.map(toDead);
    }
  }

  #findDead(options: FindJobsOptions): Promise<JobWithMetadata<ReadJob>[]> {
    return this.#ask((boss) => boss.findJobs<ReadJob>(DEAD_QUEUE, { queued: true, ...options }));
  }

  /** Sends dead letters again, all or those of a stage; gives how many. */
  async retryDead(stage?: string): Promise<number> {
    // What fails once more meanwhile is left: this ends.
    const createdBefore = new Date();
    for (let sent = 0; ;) {
      const data = stage === undefined ? {} : { data: { stage } };
      const some = await this.#ask((boss) => boss.redrive(DEAD_QUEUE, { limit: REDRIVE_MAX, createdBefore, ...data }));
      sent += some;
      if (some === 0) return sent;
    }
  }

  /** Deletes what nobody has begun of a stage, and what was given up of it, but for the jobs of one work. */
  async forgetOthers(stage: string, asked: string): Promise<void> {
    await this.#ask((boss) => boss.getDb().executeSql(formatForget(this.#place.schema), [stage, asked]));
  }

  /** The workers that were heard of, the newest first. */
  async workers(): Promise<WorkerSeen[]> {
    const instances = await this.#ask((boss) => boss.getInstances());
    return instances
      .filter(({ name }) => name === ("worker" satisfies Role))
      .toSorted((a, b) => b.startedOn.getTime() - a.startedOn.getTime())
      .map((one) => ({
        host: one.host,
        pid: one.pid,
        state: stateOf(one),
        since: one.startedOn.toISOString(),
        heard: one.heartbeatOn.toISOString(),
        memory: one.metrics?.rss ?? null,
      }));
  }

  /** Ends: a worker after the job in hand. */
  async close(): Promise<void> {
    await this.#ask((boss) => boss.stop({ graceful: true, timeout: STOP_MS }));
  }

  #ask<T>(job: (boss: PgBoss) => Promise<T>): Promise<T> {
    return explainingPostgres(this.#place.url, () => job(this.#boss));
  }
}

const countRows = z.array(z.object({ state: z.string(), count: z.number() }));

const keyOf = ({ stage, document, history }: ReadJob): string => `${stage} ${document} ${history}`;

/** Deletes the jobs of a stage ($1) that wait, in any queue, but for those of one work ($2); null: all. */
const formatForget = (schema: string): string =>
  `delete from "${schema}".job
     where state::text in ('created', 'retry') and data->>'stage' = $1 and data->>'asked' is distinct from $2`;

/**
 * Deletes what nobody has begun of a stage, and what was given up of it; nothing where no queue was ever made. Throws a
 * UserError where the database cannot be reached.
 */
export async function forgetJobs({ url, schema }: QueuePlace, stage: string): Promise<void> {
  const { default: pg } = await import("pg");
  const client = new pg.Client({
    connectionString: url,
    application_name: "corrigible",
    connectionTimeoutMillis: CONNECT_MS,
  });
  // A connection that is lost fails the statement that is under way.
  client.on("error", () => {});
  try {
    await explainingPostgres(url, async () => {
      await client.connect();
      const { rows } = await client.query("select to_regclass($1) is not null as found", [`"${schema}".job`]);
      if (foundRows.parse(rows)[0]?.found) await client.query(formatForget(schema), [stage, null]);
    });
  } finally {
    await client.end().catch(() => {});
  }
}

const foundRows = z.array(z.object({ found: z.boolean() }));

function toDead(job: JobWithMetadata<ReadJob>): DeadJob {
  const { document, history, stage } = job.data;
  return { id: job.id, document, history, stage, error: errorOf(job), since: job.createdOn.toISOString() };
}

function errorOf({ sourceOutput, output }: JobWithMetadata): string {
  const found = z.looseObject({ message: z.string() }).safeParse(sourceOutput ?? output);
  return found.success ? found.data.message : JSON.stringify(sourceOutput ?? output);
}

function stateOf({ stoppedOn, live, workers }: Instance): WorkerSeen["state"] {
  if (stoppedOn !== null) return "stopped";
  if (!live) return "silent";
  return workers.some(({ active }) => active > 0) ? "working" : "idle";
}

/** How a worker names itself: `host:pid`. */
export const nameWorker = ({ host, pid }: Pick<WorkerSeen, "host" | "pid">): string => `${host}:${pid}`;
