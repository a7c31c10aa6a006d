import { z } from "zod";
import { EVENT_KINDS, listEvents } from "../../accounts/index.ts";
import { Field, Filters, Select } from "../components/filters.tsx";
import type { Page } from "../page.ts";
import { oneOf, readQuery, withQuery } from "../query.ts";
import { formatTime, signedIn } from "./signed-in.ts";

const PATH = "/audit-trail";
/** Lines of a page. */
const SHOWN = 100;

/** `/audit-trail`: who signed in, was given a role or acted, and from where. */
export const auditTrailPage: Page = (site, request) => {
  const { accounts } = signedIn(request);
  const { kind, user, before } = readQuery(request.query, {
    kind: oneOf(EVENT_KINDS).optional(),
    user: z.string().optional(),
    before: z.coerce.number().int().optional(),
  });
  const events = listEvents(accounts, { kind, user, before, limit: SHOWN });
  const last = events.length === SHOWN ? events.at(-1) : undefined;
  return {
    title: "Audit trail",
    description: "Who signed in, was given a role or acted, and from where.",
    body: (
      <>
        <h1>Audit trail</h1>
        <p class="lead">Who signed in, was given a role or acted, and from where; the newest first.</p>
        <Filters site={site} action={PATH}>
          <Select name="kind" label="What" value={kind} options={EVENT_KINDS.map((one) => [one, one])} />
          <Field name="user" label="By or about" value={user} />
        </Filters>
        <table class="cards">
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">What</th>
              <th scope="col">Account</th>
              <th scope="col">By</th>
              <th scope="col">From</th>
              <th scope="col">Detail</th>
            </tr>
          </thead>
          <tbody>
            {events.map((event) => (
              <tr>
                <th scope="row">{formatTime(event.at)}</th>
                <td data-label="What">{event.kind}</td>
                <td data-label="Account">{event.user ?? "none"}</td>
                <td data-label="By">{event.by ?? "nobody signed in"}</td>
                <td data-label="From">{event.address}</td>
                <td data-label="Detail">{event.detail}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {last === undefined ? null : (
          <p>
            <a href={withQuery(PATH, request.query, { before: String(last.seq) })}>Older</a>
          </p>
        )}
      </>
    ),
  };
};
