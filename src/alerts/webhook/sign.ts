import { createHmac } from "node:crypto";
import { UserError } from "../../std/index.ts";

/** Signatures as Standard Webhooks has them, https://www.standardwebhooks.com, symmetric: `whsec_` secrets, `v1` signatures. */

const PREFIX = "whsec_";
/** Bytes of a secret: what the specification recommends. */
const SECRET_BYTES_MIN = 24;
const SECRET_BYTES_MAX = 64;

/**
 * The bytes of a secret, as `whsec_` and base64 or base64 alone. `name`: of the environment variable that holds it. Throws
 * a UserError that names the variable and never the value.
 */
export function readSecret(text: string, name: string): Buffer {
  const encoded = text.trim().replace(/^whsec_/, "");
  const bytes = Buffer.from(encoded, "base64");
  const isBase64 = bytes.toString("base64").replaceAll("=", "") === encoded.replaceAll("=", "");
  if (isBase64 && bytes.length >= SECRET_BYTES_MIN && bytes.length <= SECRET_BYTES_MAX) return bytes;
  throw new UserError(
    `${name} holds no secret: whsec_ and ${SECRET_BYTES_MIN} to ${SECRET_BYTES_MAX} bytes as base64; corrigible tripwire secret makes one`,
  );
}

export const formatSecret = (bytes: Uint8Array): string => `${PREFIX}${Buffer.from(bytes).toString("base64")}`;

/** The secret of one subscriber of a list, made from the list's: no subscriber can sign for another. 32 bytes. */
export function subscriberSecret(listSecret: Uint8Array, subscriber: string): Buffer {
  return createHmac("sha256", listSecret).update(`corrigible subscriber ${subscriber}`).digest();
}

/** The value of `webhook-signature`. `timestamp`: seconds since 1970, as in `webhook-timestamp`. */
export function sign(secret: Uint8Array, id: string, timestamp: number, body: string): string {
  return `v1,${createHmac("sha256", secret).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
}
