import { recordEvent } from "./audit-trail.ts";
import type { Confirmed } from "./confirmed.ts";
import { countConfirmation, countNobodys, countSignIn, forgiveConfirmation, forgiveSignIn } from "./lock-out.ts";
import { keyOfName } from "./name-key.ts";
import { hashPassword, isHashOutdated, isPassword } from "./password.ts";
import { isPasswordTooLong } from "./password-rules.ts";
import { beginSession, type Place, type SignInMethod } from "./sessions.ts";
import { type AccountStore, transact } from "./store.ts";

export type SignIn =
  | { readonly outcome: "signed-in"; readonly secret: string }
  | { readonly outcome: "wrong" }
  /** Too many failures: nothing is looked at for so many seconds. */
  | { readonly outcome: "wait"; readonly seconds: number };

interface Known {
  readonly id: number;
  readonly name: string;
  readonly password: string | null;
  readonly disabled: string | null;
}

/** Passwords looked at at once, of whomever: each takes 19 MiB and a core for a while. More come again. */
const CHECKS_MAX = 16;
/** When, in seconds. */
const BUSY_SECONDS = 5;
let checks = 0;

/**
 * Signs in by name and password. Whether there is such an account shows neither in what comes back nor in how long it
 * takes: a password is always hashed, and any name is locked out alike.
 */
export async function signInByPassword(
  store: AccountStore,
  { name, password, ...place }: Place & { readonly name: string; readonly password: string },
): Promise<SignIn> {
  if (checks >= CHECKS_MAX) return { outcome: "wait", seconds: BUSY_SECONDS };
  const { wait, waitAfter } = transact(store, () => countSignIn(store, name, place.address));
  if (wait > 0) return { outcome: "wait", seconds: wait };
  const user = findKnown(store, name);
  const isRight = await check(password, user?.password ?? null);
  if (!user || user.disabled !== null || !isRight) {
    recordFailure(store, user, place, waitAfter);
    return { outcome: "wrong" };
  }
  const done = signIn(store, user, "password", place, () => findKnown(store, name)?.password === user.password);
  if (!done) {
    recordFailure(store, findKnown(store, name), place, waitAfter);
    return { outcome: "wrong" };
  }
  transact(store, () => forgiveSignIn(store, name, place.address));
  await rehash(store, user, password);
  return done;
}

async function check(password: string, kept: string | null): Promise<boolean> {
  if (isPasswordTooLong(password)) return false;
  checks += 1;
  try {
    return await isPassword(password, kept);
  } finally {
    checks -= 1;
  }
}

/** Of names that nobody has, which anyone can make up, the trail has a line an hour: its lines stay for ever. */
function recordFailure(store: AccountStore, user: Known | undefined, { address }: Place, lockedFor: number): void {
  const about = { user: user?.name ?? null };
  const by = { by: null, address };
  transact(store, () => {
    const detail = user
      ? user.disabled === null
        ? "wrong password"
        : "the account is disabled"
      : countNobodys(store, "no such account");
    if (detail !== null) recordEvent(store, "sign-in-failed", by, { ...about, detail });
    if (lockedFor > 0) recordEvent(store, "locked-out", by, { ...about, detail: `for ${lockedFor} seconds` });
  });
}

/** Tells of a failure of whoever it may be, which anyone can bring about: once an hour, with how many there were. */
export function recordNobodysFailure(store: AccountStore, address: string, what: string): void {
  transact(store, () => {
    const detail = countNobodys(store, what);
    if (detail !== null) recordEvent(store, "sign-in-failed", { by: null, address }, { detail });
  });
}

/**
 * Begins a session for a user who has shown who they are. Looking at what they show takes a while: null where the account
 * is disabled by now, or where what was shown `holds` no more.
 */
export function signIn(
  store: AccountStore,
  { id, name }: Pick<Known, "id" | "name">,
  method: SignInMethod,
  place: Place,
  holds: () => boolean = () => true,
): SignIn | null {
  return transact(store, () => {
    if (isDisabled(store, id) || !holds()) return null;
    const secret = beginSession(store, id, { method, ...place });
    recordEvent(store, "signed-in", { by: name, address: place.address }, { detail: method });
    return { outcome: "signed-in", secret };
  });
}

function findKnown({ database }: AccountStore, name: string): Known | undefined {
  return database
    .prepare("select id, name, password, disabled from users where key = ?")
    .get(keyOfName(name)) as unknown as Known | undefined;
}

function isDisabled({ database }: AccountStore, user: number): boolean {
  return !database.prepare("select 1 from users where id = ? and disabled is null").get(user);
}

/** Keeps the password by today's parameters, unless it is another by now. */
async function rehash({ database }: AccountStore, { id, password: kept }: Known, password: string): Promise<void> {
  if (kept === null || !isHashOutdated(kept)) return;
  const hash = await hashPassword(password);
  database.prepare("update users set password = ? where id = ? and password = ?").run(hash, id, kept);
}

/**
 * Looks whether it is the password of a user who is signed in: asked again before what matters, which then is done only
 * while that is confirmed. Null: it is not. Counts as an attempt, apart from those to sign in: nobody else can make its
 * owner wait.
 */
export async function confirmPassword(
  store: AccountStore,
  name: string,
  password: string,
  place: Place,
): Promise<Confirmed | null> {
  const user = findKnown(store, name);
  if (!user || user.disabled !== null || checks >= CHECKS_MAX) return null;
  const { wait, waitAfter } = transact(store, () => countConfirmation(store, user.id));
  if (wait > 0) return null;
  const isRight = await check(password, user.password);
  if (user.password === null || !isRight) {
    recordFailure(store, user, place, waitAfter);
    return null;
  }
  forgiveConfirmation(store, user.id);
  return { password: user.password };
}
