import { createHash, randomBytes } from "node:crypto";

const SECRET_BYTES = 32;

/** 256 random bits as text. */
export const makeSecret = (): string => randomBytes(SECRET_BYTES).toString("base64url");

/** What is kept of a secret: with 256 random bits a plain hash cannot be turned back. */
export const hashSecret = (secret: string): Buffer => createHash("sha256").update(secret).digest();
