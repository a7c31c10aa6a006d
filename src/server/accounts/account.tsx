import type { Child } from "hono/jsx";
import { z } from "zod";
import {
  confirmPassword,
  endSession,
  endSessionsOf,
  listPasskeys,
  listSessions,
  listTokens,
  may,
  recordEvent,
  type Session,
  setPassword,
  signInByPassword,
} from "../../accounts/index.ts";
import { ButtonForm, PasswordInput, PostForm, Refusal } from "../components/post-form.tsx";
import { BadField } from "../form.ts";
import { form, type Page, type PageRequest } from "../page.ts";
import { Passkeys } from "./passkeys.tsx";
import { passwordField } from "./password-field.ts";
import { formatTime, signedIn } from "./signed-in.ts";
import { Tokens } from "./tokens.tsx";

/** `/account`: what somebody who is signed in can do for themselves. */
export const accountPage: Page = (site, request) => {
  const { account, accounts } = signedIn(request);
  const role = account.lab === null ? account.role : `${account.role} of ${account.lab}`;
  return {
    title: "Your account",
    description: "Your sessions, your tokens and your password.",
    body: (
      <>
        <h1>{account.name}</h1>
        <p class="lead">You are {role}. What you do is recorded under your name.</p>
        {account.lab === null ? null : (
          <p>
            <a href={`/findings?lab=${encodeURIComponent(account.lab)}`}>Findings on {account.lab}</a>: on the page of
            each you can answer it.
          </p>
        )}
        {site.workspace.database !== undefined && may(account, "operations.see") ? (
          <p>
            <a href="/operations">Workers and what they gave up</a>
          </p>
        ) : null}
        <p class="small">
          The server holds no private keys: a name with a key under reviewers in corrigible.yaml signs on the command
          line.
        </p>
        {may(account, "users.see") ? (
          <p>
            <a href="/users">Accounts</a> · <a href="/audit-trail">Audit trail</a>
          </p>
        ) : null}
        <ButtonForm request={request} action="/sign-out" label="Sign out" button="Sign out" fields={{}} />
        <Sessions request={request} sessions={listSessions(accounts, account.id)} />
        <Tokens request={request} tokens={listTokens(accounts, account.id)} />
        <Passkeys request={request} passkeys={listPasskeys(accounts, account.id)} />
        <section aria-labelledby="password">
          <h2 id="password">Change your password</h2>
          <p>
            At least 12 characters; several words at random are best. You are signed out everywhere else, and your
            tokens end.
          </p>
          <PostForm request={request} action="/account/password" label="Change your password">
            <PasswordInput request={request} name="current" label="Password now" />
            <PasswordInput request={request} name="new" label="New password" autocomplete="new-password" />
            <PasswordInput request={request} name="again" label="New password once more" autocomplete="new-password" />
            <button>Change</button>
          </PostForm>
        </section>
      </>
    ),
  };
};

function Sessions({
  request,
  sessions,
}: {
  readonly request: PageRequest;
  readonly sessions: readonly Session[];
}): Child {
  return (
    <section aria-labelledby="sessions">
      <h2 id="sessions">Where you are signed in</h2>
      <Refusal request={request} of={["/account/sessions"]} />
      <table class="cards">
        <thead>
          <tr>
            <th scope="col">Since</th>
            <th scope="col">Last used</th>
            <th scope="col">From</th>
            <th scope="col">Browser</th>
            <th scope="col">End</th>
          </tr>
        </thead>
        <tbody>
          {sessions.map(({ id, created, used, address, agent }) => (
            <tr>
              <th scope="row">{formatTime(created)}</th>
              <td data-label="Last used">{formatTime(used)}</td>
              <td data-label="From">{address}</td>
              <td data-label="Browser">{agent === "" ? "unknown" : agent}</td>
              <td data-label="End">
                <ButtonForm
                  request={request}
                  action="/account/sessions"
                  label={`End the session of ${formatTime(created)}`}
                  button="End"
                  fields={{ session: id }}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <ButtonForm
        request={request}
        action="/account/sessions"
        label="End all sessions"
        button="End all, this one too"
        fields={{ session: "all" }}
      />
    </section>
  );
}

/** Signs out of this session. */
export const signOutForm = form({
  fields: {},
  page: accountPage,
  take: (_site, request) => {
    const { account, accounts } = signedIn(request);
    if (request.session !== null) endSession(accounts, account.id, request.session);
    recordEvent(accounts, "signed-out", request.actor);
    return { to: "/", session: null };
  },
});

/** Ends one session of one's own, or all. */
export const sessionsForm = form({
  fields: { session: z.union([z.literal("all"), z.coerce.number().int()], "a session is a number, or all") },
  page: accountPage,
  take: (_site, request) => {
    const { account, accounts } = signedIn(request);
    const { session } = request.fields;
    if (session === "all") endSessionsOf(accounts, account.id);
    else if (!endSession(accounts, account.id, session)) throw new BadField("session", "That session is over already.");
    recordEvent(accounts, "session-ended", request.actor, { detail: String(session) });
    const isOver = session === "all" || session === request.session;
    return isOver ? { to: "/", session: null } : { to: "/account" };
  },
});

/** Sets another password: all sessions and tokens end, and this browser gets a new one. */
export const passwordForm = form({
  fields: { current: passwordField, new: passwordField, again: passwordField },
  page: accountPage,
  take: async (_site, request) => {
    const { account, accounts } = signedIn(request);
    const { fields, actor, place } = request;
    if (fields.new !== fields.again) throw new BadField("again", "The two new passwords differ.");
    const confirmed = await confirmPassword(accounts, account.name, fields.current, place);
    if (!confirmed) {
      throw new BadField("current", "That is not your password, or it was asked for too often.");
    }
    await setPassword(accounts, account.name, fields.new, actor, confirmed);
    const again = await signInByPassword(accounts, { name: account.name, password: fields.new, ...place });
    return { to: "/account", session: again.outcome === "signed-in" ? again.secret : null };
  },
});
