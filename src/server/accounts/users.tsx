import type { Child } from "hono/jsx";
import { z } from "zod";
import {
  changeRole,
  disableUser,
  enableUser,
  endSessionsOf,
  findUser,
  listUsers,
  recordEvent,
  ROLES,
  type User,
} from "../../accounts/index.ts";
import { ButtonForm, PostForm, Refusal } from "../components/post-form.tsx";
import { form, type Page, type PageRequest } from "../page.ts";
import { oneOf } from "../query.ts";
import { count, formatDay } from "../report/words.ts";
import { signedIn } from "./signed-in.ts";

/** `/users`: who has an account, for admins. */
export const usersPage: Page = (_site, request) => {
  const { accounts } = signedIn(request);
  const users = listUsers(accounts);
  return {
    title: "Accounts",
    description: "Who may sign in, in what role.",
    body: (
      <>
        <h1>Accounts</h1>
        <p class="lead">{count(users.length, "account")}. Nobody is deleted: what people did stays under their name.</p>
        <p>
          <code>corrigible user add</code> makes another, <code>corrigible user password</code> sets a forgotten
          password. <a href="/audit-trail">Audit trail</a>
        </p>
        <Refusal request={request} of={["/users/role", "/users/disable", "/users/enable", "/users/sessions"]} />
        <table class="cards">
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Since</th>
              <th scope="col">Role</th>
              <th scope="col">May sign in</th>
              <th scope="col">Sessions</th>
            </tr>
          </thead>
          <tbody>
            {users.map((user) => (
              <UserRow request={request} user={user} />
            ))}
          </tbody>
        </table>
      </>
    ),
  };
};

interface UserProps {
  readonly request: PageRequest;
  readonly user: User;
}

function UserRow({ request, user }: UserProps): Child {
  const { name, created, disabled } = user;
  const fields = { user: name };
  return (
    <tr>
      <th scope="row">
        <a href={`/audit-trail?${new URLSearchParams(fields).toString()}`}>{name}</a>
      </th>
      <td data-label="Since">{formatDay(created)}</td>
      <td data-label="Role">
        <RoleForm request={request} user={user} />
      </td>
      <td data-label="May sign in">
        {disabled === null ? "yes" : `not since ${formatDay(disabled)}`}
        {disabled === null ? (
          <ButtonForm {...{ request, fields }} action="/users/disable" label={`Disable ${name}`} button="Disable" />
        ) : (
          <ButtonForm {...{ request, fields }} action="/users/enable" label={`Enable ${name}`} button="Enable" />
        )}
      </td>
      <td data-label="Sessions">
        <ButtonForm
          {...{ request, fields }}
          action="/users/sessions"
          label={`End the sessions of ${name}`}
          button="End all"
        />
      </td>
    </tr>
  );
}

function RoleForm({ request, user: { name, role, lab } }: UserProps): Child {
  return (
    <PostForm request={{ ...request, refused: null }} action="/users/role" label={`Role of ${name}`}>
      <input type="hidden" name="user" value={name} />
      <select name="role" aria-label={`Role of ${name}`}>
        {ROLES.map((one) => (
          <option value={one} {...(one === role ? { selected: true } : {})}>
            {one}
          </option>
        ))}
      </select>
      <input name="lab" value={lab ?? ""} placeholder="lab of a respondent" aria-label={`Lab of ${name}`} />
      <button>Change</button>
    </PostForm>
  );
}

const DONE = { to: "/users" };
const user = z.string();

/** Gives another role. */
export const roleForm = form({
  fields: { user, role: oneOf(ROLES), lab: z.string().optional() },
  page: usersPage,
  take: (_site, { fields: { user, role, lab = null }, accounts, actor }) => {
    changeRole(accounts, user, { role, lab }, actor);
    return DONE;
  },
});

/** Lets nobody in with an account. */
export const disableForm = form({
  fields: { user },
  page: usersPage,
  take: (_site, { fields, accounts, actor }) => {
    disableUser(accounts, fields.user, actor);
    return DONE;
  },
});

/** Lets somebody in again. */
export const enableForm = form({
  fields: { user },
  page: usersPage,
  take: (_site, { fields, accounts, actor }) => {
    enableUser(accounts, fields.user, actor);
    return DONE;
  },
});

/** Signs somebody out everywhere. */
export const endSessionsForm = form({
  fields: { user },
  page: usersPage,
  take: (_site, { fields, accounts, actor }) => {
    const { id, name } = findUser(accounts, fields.user);
    endSessionsOf(accounts, id);
    recordEvent(accounts, "session-ended", actor, { user: name, detail: "all" });
    return DONE;
  },
});
