import { actorName } from "../model/index.ts";
import { formatInstant, UserError } from "../std/index.ts";
import { type Actor, recordEvent } from "./audit-trail.ts";
import { type Confirmed, refuseUnlessStill } from "./confirmed.ts";
import { forgetFailures } from "./lock-out.ts";
import { keyOfName } from "./name-key.ts";
import { hashPassword } from "./password.ts";
import { refuseWeakPassword } from "./password-rules.ts";
import type { Role } from "./permissions.ts";
import { endSessionsOf } from "./sessions.ts";
import { type AccountStore, transact } from "./store.ts";
import { revokeTokensOf } from "./tokens.ts";

export interface User {
  readonly id: number;
  readonly name: string;
  readonly role: Role;
  /** Of a respondent: the lab's id. */
  readonly lab: string | null;
  /** ISO 8601, UTC. */
  readonly created: string;
  /** Since when nobody gets in with it; null: it works. */
  readonly disabled: string | null;
  readonly hasPassword: boolean;
  /** Who it is at a provider; null: not linked to any. */
  readonly subject: string | null;
}

/** What a role is given with. */
export interface RoleGiven {
  readonly role: Role;
  readonly lab: string | null;
}

const COLUMNS = `id, name, role, lab, created, disabled, password is not null as hasPassword,
  (select subject from identities where user = users.id) as subject`;

const toUser = (row: Record<string, unknown>): User =>
  ({ ...row, hasPassword: row["hasPassword"] === 1 }) as unknown as User;

/** All users, in the order of their names. */
export function listUsers({ database }: AccountStore): User[] {
  return database.prepare(`select ${COLUMNS} from users order by key`).all().map(toUser);
}

/** Throws a UserError where there is none of this name. */
export function findUser({ database }: AccountStore, name: string): User {
  const row = database.prepare(`select ${COLUMNS} from users where key = ?`).get(keyOfName(name));
  if (!row) throw new UserError(`there is no account "${name}"; corrigible user list shows all`);
  return toUser(row);
}

/**
 * Makes an account. Throws a UserError for a name that is taken or cannot be one, a lab that does not fit the role, or a
 * password that is easily guessed.
 */
export async function addUser(
  store: AccountStore,
  { name, password, ...given }: RoleGiven & { readonly name: string; readonly password: string },
  actor: Actor,
): Promise<User> {
  const shown = name.normalize("NFC").trim();
  const { error } = actorName.safeParse(shown);
  if (error) throw new UserError(`"${shown}" cannot be a name: ${error.issues[0]?.message ?? "not as expected"}`);
  refuseMisfit(given);
  await refuseWeakPassword(password, shown);
  const hash = await hashPassword(password);
  return transact(store, () => {
    const { database, clock } = store;
    const key = keyOfName(shown);
    if (database.prepare("select 1 from users where key = ?").get(key)) {
      throw new UserError(`there is an account "${shown}" already; names are never given twice`);
    }
    database
      .prepare("insert into users (name, key, role, lab, password, created) values (?, ?, ?, ?, ?, ?)")
      .run(shown, key, given.role, given.lab, hash, formatInstant(clock()));
    recordEvent(store, "user-added", actor, { user: shown, detail: describe(given) });
    return findUser(store, shown);
  });
}

/** A respondent is of one lab, everybody else of none. */
function refuseMisfit({ role, lab }: RoleGiven): void {
  if (role === "respondent" && lab === null) throw new UserError("a respondent is of a lab: name it");
  if (role !== "respondent" && lab !== null) throw new UserError(`only a respondent is of a lab, no ${role}`);
}

const describe = ({ role, lab }: RoleGiven): string => (lab === null ? role : `${role} of ${lab}`);

/** Gives another role, from the next request on. Throws a UserError where no admin would be left. */
export function changeRole(store: AccountStore, name: string, given: RoleGiven, actor: Actor): void {
  refuseMisfit(given);
  transact(store, () => {
    const user = findUser(store, name);
    if (given.role !== "admin") refuseNoAdmin(store, user);
    store.database.prepare("update users set role = ?, lab = ? where id = ?").run(given.role, given.lab, user.id);
    recordEvent(store, "role-changed", actor, { user: user.name, detail: `${describe(user)} → ${describe(given)}` });
  });
}

/** Ends all sessions and tokens of an account, and lets nobody in with it. Throws a UserError where no admin would be left. */
export function disableUser(store: AccountStore, name: string, actor: Actor): void {
  transact(store, () => {
    const user = findUser(store, name);
    if (user.disabled !== null) throw new UserError(`${user.name} is disabled already`);
    refuseNoAdmin(store, user);
    store.database.prepare("update users set disabled = ? where id = ?").run(formatInstant(store.clock()), user.id);
    recordEvent(store, "disabled", actor, { user: user.name, detail: endAccess(store, user) });
  });
}

/** Lets somebody in again who was disabled, without the tokens that were, and forgets failures with the name. */
export function enableUser(store: AccountStore, name: string, actor: Actor): void {
  transact(store, () => {
    const user = findUser(store, name);
    if (user.disabled === null) throw new UserError(`${user.name} is not disabled`);
    store.database.prepare("update users set disabled = null where id = ?").run(user.id);
    forgetFailures(store, user);
    recordEvent(store, "enabled", actor, { user: user.name });
  });
}

/** Ends every way in that somebody has now; gives what ended, for the audit trail. */
function endAccess(store: AccountStore, { id }: User): string {
  return `ends sessions: ${endSessionsOf(store, id)}, tokens: ${revokeTokensOf(store, id)}`;
}

function refuseNoAdmin({ database }: AccountStore, { id, name }: User): void {
  const left = database
    .prepare("select count(*) as n from users where role = 'admin' and disabled is null and id <> ?")
    .get(id);
  const isAdmin = database.prepare("select 1 from users where id = ? and role = 'admin' and disabled is null").get(id);
  if (isAdmin && left?.["n"] === 0) throw new UserError(`${name} is the only admin; make another first`);
}

/**
 * Sets a password, ends all sessions and tokens of the account, and forgets failures with its name. Throws a UserError for
 * one that is easily guessed. `confirmed`: where its owner does it, who must not be disabled, and still have that one.
 */
export async function setPassword(
  store: AccountStore,
  name: string,
  password: string,
  actor: Actor,
  confirmed: Confirmed | null = null,
): Promise<void> {
  const user = findUser(store, name);
  await refuseWeakPassword(password, user.name);
  const hash = await hashPassword(password);
  transact(store, () => {
    if (confirmed !== null) refuseUnlessStill(store, user, confirmed);
    store.database.prepare("update users set password = ? where id = ?").run(hash, user.id);
    forgetFailures(store, user);
    recordEvent(store, "password-changed", actor, { user: user.name, detail: endAccess(store, user) });
  });
}
