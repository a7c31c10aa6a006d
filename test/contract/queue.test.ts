import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { openQueue, type Queue, type QueuePlace } from "../../src/queue/index.ts";
import { EXIT, UserError } from "../../src/std/index.ts";
import { HAS_POSTGRES, type Postgres, startPostgres, WHY_NO_POSTGRES } from "../helpers/postgres.ts";

let postgres: Postgres;
let place: QueuePlace;
/** Somebody else's connection. */
let other: pg.Client;

beforeAll(() => {
  if (!HAS_POSTGRES) return;
  postgres = startPostgres();
  place = { url: postgres.url, schema: "tested_jobs" };
});

afterAll(() => {
  if (HAS_POSTGRES) postgres.remove();
});

beforeEach(async () => {
  if (!HAS_POSTGRES) return;
  other = new pg.Client({ connectionString: postgres.url, application_name: "other" });
  // One test stops the server under it.
  other.on("error", () => {});
  await other.connect();
});

afterEach(async () => {
  if (HAS_POSTGRES) await other.end();
});

const JOB = { stage: "s", asked: "a", history: "h", document: "acme/d", lab: "acme", labName: "Acme", versions: [1] };

const QUESTIONS: Readonly<Record<string, (queue: Queue) => Promise<unknown>>> = {
  send: (queue) => queue.send([JOB]),
  depth: (queue) => queue.depth(),
  dead: (queue) => queue.dead(),
  deadOf: (queue) => queue.deadOf("s"),
  retryDead: (queue) => queue.retryDead(),
  forgetOthers: (queue) => queue.forgetOthers("s", "a"),
  workers: (queue) => queue.workers(),
};

describe.skipIf(!HAS_POSTGRES)(`a queue${WHY_NO_POSTGRES}`, () => {
  // Found by the fault campaign: it was taken for a defect of ours.
  test.each(Object.entries(QUESTIONS))(
    "whose connection is cut amid %s says so, and can be asked again",
    async (_, ask) => {
      const queue = await openQueue(place, "test", "viewer");
      try {
        await holdTables();
        const failure = ask(queue).catch((error: unknown) => error);
        await vi.waitFor(cutWhoWaits, { timeout: 10_000, interval: 20 });
        await other.query("rollback");
        expect(await failure).toMatchObject({
          constructor: UserError,
          exitCode: EXIT.outside,
          message: expect.stringMatching(/^the database at .*: ended the connection/),
        });
        await ask(queue);
      } finally {
        await queue.close();
      }
    },
  );

  test("of a database that is down says so", async () => {
    postgres.stop();
    try {
      await expect(openQueue(place, "test", "viewer")).rejects.toThrow(/^the database at .*: cannot be reached/);
    } finally {
      postgres.start();
    }
  });
});

/** Keeps everybody else waiting for what the queue holds. */
async function holdTables(): Promise<void> {
  await other.query("begin");
  await other.query(`lock table ${place.schema}.job, ${place.schema}.instance in access exclusive mode`);
}

/** Throws until there was somebody. */
async function cutWhoWaits(): Promise<void> {
  const { rowCount } = await other.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where wait_event_type = 'Lock' and application_name like 'corrigible%'",
  );
  expect(rowCount).toBe(1);
}
