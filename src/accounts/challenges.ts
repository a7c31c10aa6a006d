import { formatInstant } from "../std/index.ts";
import { hashSecret, makeSecret } from "./secret.ts";
import type { AccountStore } from "./store.ts";

/** A challenge is signed within so long, in milliseconds. */
const CHALLENGE_MS_MAX = 5 * 60 * 1000;

/** Something new for a passkey to sign, base64url. `user`: for whom one is being made; null: one is to sign in. */
export function makeChallenge({ database, clock }: AccountStore, user: number | null): string {
  const challenge = makeSecret();
  database.prepare("delete from challenges where created < ?").run(earliest(clock()));
  database
    .prepare("insert into challenges (hash, user, created) values (?, ?, ?)")
    .run(hashSecret(challenge), user, formatInstant(clock()));
  return challenge;
}

/** Whether it was made for this, lately, and never came back: from now on it has. */
export function takeChallenge({ database, clock }: AccountStore, challenge: string, user: number | null): boolean {
  return (
    database
      .prepare("delete from challenges where hash = ? and user is ? and created >= ?")
      .run(hashSecret(challenge), user, earliest(clock())).changes === 1
  );
}

const earliest = (now: Date): string => formatInstant(new Date(now.getTime() - CHALLENGE_MS_MAX));
