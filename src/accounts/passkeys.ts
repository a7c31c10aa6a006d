import { createHash } from "node:crypto";
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from "@simplewebauthn/server";
import { z } from "zod";
import { formatInstant, UserError } from "../std/index.ts";
import { type Actor, recordEvent } from "./audit-trail.ts";
import { makeChallenge, takeChallenge } from "./challenges.ts";
import { refuseUnlessStill } from "./confirmed.ts";
import type { Place } from "./sessions.ts";
import { recordNobodysFailure, type SignIn, signIn } from "./sign-in.ts";
import { type AccountStore, transact } from "./store.ts";

/** Passkeys of one account at most. */
const PASSKEYS_MAX = 20;
/** EdDSA, ECDSA with P-256, RSA: what all devices have one of (COSE). */
const ALGORITHMS = [-8, -7, -257];
/** Longest answer of a browser about a passkey, in characters. */
const ANSWER_LENGTH_MAX = 10_000;

/** A key that a device or a password manager keeps for its owner (W3C Web Authentication). */
export interface Passkey {
  /** Base64url. */
  readonly id: string;
  /** What its owner calls it. */
  readonly label: string;
  /** ISO 8601, UTC. */
  readonly created: string;
  readonly used: string | null;
}

/** Where passkeys are for: https://audits.example.org. A passkey of another origin does not fit. */
export type PasskeySite = string;

interface Owner {
  readonly id: number;
  readonly name: string;
}

const hostOf = (site: PasskeySite): string => new URL(site).hostname;
const bytesOf = (base64url: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(base64url, "base64url"));
/** What an authenticator knows an account by: no name, since it is stored in the clear. */
const handleOf = (user: number): string =>
  createHash("sha256").update(`corrigible account ${user}`).digest("base64url");

/** The passkeys of a user, the oldest first. */
export function listPasskeys({ database }: AccountStore, user: number): Passkey[] {
  return database
    .prepare("select id, label, created, used from passkeys where user = ? order by created, id")
    .all(user) as unknown as Passkey[];
}

/** What a browser makes a passkey by. Throws a UserError where there are too many. */
export async function offerPasskey(
  store: AccountStore,
  user: Owner,
  site: PasskeySite,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const known = listPasskeys(store, user.id);
  if (known.length >= PASSKEYS_MAX) throw new UserError(`an account has at most ${PASSKEYS_MAX} passkeys; remove one`);
  const { generateRegistrationOptions } = await import("@simplewebauthn/server");
  return generateRegistrationOptions({
    rpName: "Corrigible",
    rpID: hostOf(site),
    userName: user.name,
    userID: bytesOf(handleOf(user.id)),
    challenge: bytesOf(makeChallenge(store, user.id)),
    supportedAlgorithmIDs: ALGORITHMS,
    excludeCredentials: known.map(({ id }) => ({ id })),
    // It stands for a name and a password: the device finds it by itself, and makes sure who holds it.
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  });
}

/** Keeps a passkey that a browser made by {@link offerPasskey}. Throws a UserError for an answer that does not hold. */
export async function addPasskey(
  store: AccountStore,
  user: Owner,
  { label, answer }: { readonly label: string; readonly answer: string },
  site: PasskeySite,
  actor: Actor,
): Promise<void> {
  const credential = await verifyMade(store, user.id, answer, site);
  if (!credential) throw new UserError("this passkey was not made as asked, or too late; begin again");
  transact(store, () => {
    refuseUnlessStill(store, user, null);
    const { database, clock } = store;
    if (database.prepare("select 1 from passkeys where id = ?").get(credential.id)) {
      throw new UserError("this passkey is here already");
    }
    database
      .prepare("insert into passkeys (id, user, label, key, counter, transports, created) values (?, ?, ?, ?, ?, ?, ?)")
      .run(
        credential.id,
        user.id,
        label,
        credential.publicKey,
        credential.counter,
        (credential.transports ?? []).join(" "),
        formatInstant(clock()),
      );
    recordEvent(store, "passkey-added", actor, { user: user.name, detail: label });
  });
}

async function verifyMade(store: AccountStore, user: number, answer: string, site: PasskeySite) {
  const response = parse(made, answer);
  if (!response) return null;
  const { verifyRegistrationResponse } = await import("@simplewebauthn/server");
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: response as RegistrationResponseJSON,
      expectedChallenge: (challenge) => takeChallenge(store, challenge, user),
      expectedOrigin: new URL(site).origin,
      expectedRPID: hostOf(site),
      supportedAlgorithmIDs: ALGORITHMS,
    });
    return verified ? registrationInfo.credential : null;
  } catch {
    // It throws for all that is not as it has to be.
    return null;
  }
}

/** Removes a passkey and ends the sessions that began by one. Throws a UserError where the user has none such. */
export function removePasskey(store: AccountStore, user: Owner, id: string, actor: Actor): void {
  transact(store, () => {
    const passkey = listPasskeys(store, user.id).find((one) => one.id === id);
    if (!passkey) throw new UserError("there is no such passkey");
    remove(store, user, passkey, actor);
  });
}

/** As {@link removePasskey}, all of a user's; gives how many there were. */
export function removePasskeysOf(store: AccountStore, user: Owner, actor: Actor): number {
  return transact(store, () => {
    const passkeys = listPasskeys(store, user.id);
    for (const passkey of passkeys) remove(store, user, passkey, actor);
    return passkeys.length;
  });
}

function remove(store: AccountStore, { id: user, name }: Owner, { id, label }: Passkey, actor: Actor): void {
  store.database.prepare("delete from passkeys where id = ?").run(id);
  store.database.prepare("delete from sessions where user = ? and method = 'passkey'").run(user);
  recordEvent(store, "passkey-removed", actor, { user: name, detail: label });
}

/** What a browser asks its owner's passkeys by: it says nothing of who has an account. */
export async function askForPasskey(
  store: AccountStore,
  site: PasskeySite,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const { generateAuthenticationOptions } = await import("@simplewebauthn/server");
  const challenge = bytesOf(makeChallenge(store, null));
  return generateAuthenticationOptions({ rpID: hostOf(site), challenge, userVerification: "required" });
}

/** Signs in whoever's passkey signed what {@link askForPasskey} gave. */
export async function signInByPasskey(
  store: AccountStore,
  answer: string,
  site: PasskeySite,
  place: Place,
): Promise<SignIn> {
  const response = parse(signed, answer);
  const passkey = response ? findPasskey(store, response.id) : undefined;
  if (!response || !passkey) {
    recordNobodysFailure(store, place.address, "by passkey: no such passkey");
    return { outcome: "wrong" };
  }
  const counter = await verifySigned(store, response, passkey, site);
  const done = counter === null ? null : beginByPasskey(store, passkey, counter, place);
  if (!done) {
    const why =
      counter === null
        ? "its answer does not hold"
        : findPasskey(store, passkey.id)
          ? "the account is disabled"
          : "it was removed";
    const about = { user: passkey.name, detail: `by passkey: ${why}` };
    recordEvent(store, "sign-in-failed", { by: null, address: place.address }, about);
    return { outcome: "wrong" };
  }
  return done;
}

function beginByPasskey(store: AccountStore, { id, user, name }: Known, counter: number, place: Place): SignIn | null {
  const { database, clock } = store;
  const note = database.prepare("update passkeys set counter = ?, used = ? where id = ?");
  const isThere = (): boolean => note.run(counter, formatInstant(clock()), id).changes === 1;
  return signIn(store, { id: user, name }, "passkey", place, isThere);
}

interface Known {
  readonly id: string;
  readonly user: number;
  readonly name: string;
  readonly key: Uint8Array<ArrayBuffer>;
  readonly counter: number;
}

function findPasskey({ database }: AccountStore, id: string): Known | undefined {
  return database
    .prepare(
      `select passkeys.id, user, name, passkeys.key, counter from passkeys join users on users.id = user
        where passkeys.id = ?`,
    )
    .get(id) as unknown as Known | undefined;
}

/** The counter of a signature that holds; null: it does not, or it is of a copy, whose counter goes back. */
async function verifySigned(
  store: AccountStore,
  response: z.infer<typeof signed>,
  { id, user, key: publicKey, counter }: Known,
  site: PasskeySite,
): Promise<number | null> {
  if (response.response.userHandle !== handleOf(user)) return null;
  const { verifyAuthenticationResponse } = await import("@simplewebauthn/server");
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: response as AuthenticationResponseJSON,
      expectedChallenge: (challenge) => takeChallenge(store, challenge, null),
      expectedOrigin: new URL(site).origin,
      expectedRPID: hostOf(site),
      credential: { id, publicKey, counter },
    });
    return verified ? authenticationInfo.newCounter : null;
  } catch {
    return null;
  }
}

const base64url = z.string().regex(/^[\w-]{1,8000}$/);
const credential = { id: base64url, rawId: base64url, type: z.literal("public-key") };
const made = z.object({
  ...credential,
  clientExtensionResults: z.object({}),
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    transports: z
      .array(z.string().regex(/^[a-z-]{1,20}$/))
      .max(10)
      .optional(),
  }),
});
const signed = z.object({
  ...credential,
  clientExtensionResults: z.object({}),
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url,
  }),
});

/** What a browser says of a passkey (PublicKeyCredential.toJSON); null for anything else. */
function parse<T>(shape: z.ZodType<T>, text: string): T | null {
  if (text.length > ANSWER_LENGTH_MAX) return null;
  try {
    return shape.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
