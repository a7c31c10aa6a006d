import { formatInstant, UserError } from "../std/index.ts";
import { type Actor, recordEvent } from "./audit-trail.ts";
import type { Place } from "./sessions.ts";
import { type SignIn, signIn } from "./sign-in.ts";
import { type AccountStore, transact } from "./store.ts";
import { findUser } from "./users.ts";

/** Who somebody is at a provider: the pair that OpenID Connect promises never to give to another (Core, 5.7). */
export interface Identity {
  readonly issuer: string;
  readonly subject: string;
}

/** Longest subject, in characters (Core, 2). */
const SUBJECT_LENGTH_MAX = 255;

/** Lets somebody sign in as an account by who they are at a provider. Throws a UserError where either is linked. */
export function linkIdentity(store: AccountStore, name: string, { issuer, subject }: Identity, actor: Actor): void {
  if (subject === "" || subject.length > SUBJECT_LENGTH_MAX) {
    throw new UserError(`a subject has 1 to ${SUBJECT_LENGTH_MAX} characters`);
  }
  transact(store, () => {
    const { database, clock } = store;
    const user = findUser(store, name);
    if (user.subject !== null) throw new UserError(`${user.name} is linked to ${user.subject}; unlink it first`);
    const other = findLinked(store, { issuer, subject });
    if (other) throw new UserError(`${subject} is linked to ${other.name}; unlink it first`);
    database
      .prepare("insert into identities (user, issuer, subject, created) values (?, ?, ?, ?)")
      .run(user.id, issuer, subject, formatInstant(clock()));
    recordEvent(store, "identity-linked", actor, { user: user.name, detail: `${subject} at ${issuer}` });
  });
}

/** Ends that, and the sessions that began so. Throws a UserError where the account is linked to nobody. */
export function unlinkIdentity(store: AccountStore, name: string, actor: Actor): void {
  transact(store, () => {
    const { database } = store;
    const user = findUser(store, name);
    if (user.subject === null) throw new UserError(`${user.name} is linked to nobody at a provider`);
    database.prepare("delete from identities where user = ?").run(user.id);
    database.prepare("delete from sessions where user = ? and method = 'provider'").run(user.id);
    recordEvent(store, "identity-unlinked", actor, { user: user.name, detail: user.subject });
  });
}

/** Signs in whoever a provider says it is. Never makes an account, and lets nobody in who is disabled. */
export function signInByIdentity(store: AccountStore, { issuer, subject }: Identity, place: Place): SignIn {
  const user = findLinked(store, { issuer, subject });
  const done = user && signIn(store, user, "provider", place);
  if (done) return done;
  const detail = user ? "by provider: the account is disabled" : `by provider: no account of ${subject} at ${issuer}`;
  recordEvent(store, "sign-in-failed", { by: null, address: place.address }, { user: user?.name ?? null, detail });
  return { outcome: "wrong" };
}

interface Linked {
  readonly id: number;
  readonly name: string;
}

function findLinked({ database }: AccountStore, { issuer, subject }: Identity): Linked | undefined {
  return database
    .prepare("select id, name from identities join users on id = user where issuer = ? and subject = ?")
    .get(issuer, subject) as unknown as Linked | undefined;
}
