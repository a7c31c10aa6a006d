import type { Child } from "hono/jsx";
import { recordEvent } from "../../../accounts/index.ts";
import { openWorkspaceQueue, type Workspace } from "../../../pipeline/index.ts";
import { type DeadJob, type Depth, nameWorker, type Queue, type WorkerSeen } from "../../../queue/index.ts";
import { PostForm } from "../../components/post-form.tsx";
import { form, NotFound, type Page } from "../../page.ts";
import { readQuery } from "../../query.ts";
import { count } from "../../report/words.ts";

const PATH = "/operations";

/** `/operations`: what workers do. There only where there is a queue, for who runs it. */
export const operationsPage: Page = async ({ workspace }, request) => {
  readQuery(request.query, {});
  const { depth, workers, dead } = await withQueue(workspace, async (queue) => ({
    depth: await queue.depth(),
    workers: await queue.workers(),
    dead: await queue.dead(),
  }));
  return {
    title: "Operations",
    description: "What workers do.",
    body: (
      <>
        <h1>Operations</h1>
        <p class="lead">{describeDepth(depth)}</p>
        <section aria-labelledby="workers">
          <h2 id="workers">Workers</h2>
          {workers.length === 0 ? <p>None was heard of.</p> : <Workers workers={workers} />}
        </section>
        <section aria-labelledby="dead">
          <h2 id="dead">Given up</h2>
          {dead.length === 0 ? <p>Nothing.</p> : <Dead dead={dead} />}
          {dead.length === 0 ? null : (
            <PostForm request={request} action={`${PATH}/retry`} label="Send once more what was given up">
              <button>Send once more</button>
            </PostForm>
          )}
        </section>
      </>
    ),
  };
};

/** Sends once more what was given up. */
export const retryForm = form({
  fields: {},
  page: operationsPage,
  take: async ({ workspace }, { accounts, actor }) => {
    const sent = await withQueue(workspace, (queue) => queue.retryDead());
    recordEvent(accounts, "jobs-retried", actor, { detail: count(sent, "document") });
    return { to: PATH };
  },
});

async function withQueue<T>(workspace: Workspace, job: (queue: Queue) => Promise<T>): Promise<T> {
  if (workspace.database === undefined) throw new NotFound("There are no workers here: the index is in no database.");
  const queue = await openWorkspaceQueue(workspace, "viewer");
  try {
    return await job(queue);
  } finally {
    await queue.close();
  }
}

function describeDepth({ waiting, running, retrying, done, dead }: Depth): string {
  return (
    `${count(waiting, "document")} waiting, ${running} being read, ${retrying} to be tried again, ${done} read in the ` +
    `last day, ${dead} given up.`
  );
}

function Workers({ workers }: { readonly workers: readonly WorkerSeen[] }): Child {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Worker</th>
          <th scope="col">State</th>
          <th scope="col">Since</th>
          <th scope="col">Last heard</th>
          <th scope="col">Memory</th>
        </tr>
      </thead>
      <tbody>
        {workers.map((one) => (
          <tr>
            <th scope="row">{nameWorker(one)}</th>
            <td>{one.state}</td>
            <td>
              <time datetime={one.since}>{one.since}</time>
            </td>
            <td>
              <time datetime={one.heard}>{one.heard}</time>
            </td>
            <td>{one.memory === null ? "" : `${Math.round(one.memory / 1e6)} MB`}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Dead({ dead }: { readonly dead: readonly DeadJob[] }): Child {
  return (
    <ul>
      {dead.map(({ document, error, since }) => (
        <li>
          <a href={`/documents/${document}`}>{document}</a>, given up <time datetime={since}>{since}</time>: {error}
        </li>
      ))}
    </ul>
  );
}
