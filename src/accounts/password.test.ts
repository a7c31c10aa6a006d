import { expect, test } from "vitest";
import { hashPassword, isHashOutdated, isPassword } from "./password.ts";

test("what is kept is argon2id with its parameters and a salt of its own", async () => {
  const [one, other] = [await hashPassword("violet tractor"), await hashPassword("violet tractor")];
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  expect(one).not.toBe(other);
  expect([await isPassword("violet tractor", one), await isPassword("violet tractor", other)]).toEqual([true, true]);
});

// Made with the reference implementation's command line: echo -n password | argon2 somesalt -id -t 2 -k 65536 -p 1 -l 32.
const REFERENCE = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

test("a hash of another implementation, by other parameters, is verified by those, and is to be made anew", async () => {
  expect([await isPassword("password", REFERENCE), await isPassword("passwort", REFERENCE)]).toEqual([true, false]);
  expect([isHashOutdated(REFERENCE), isHashOutdated(await hashPassword("password"))]).toEqual([true, false]);
});

test("a password is the whole of it, in its own case; how a keyboard composes a letter is not", async () => {
  const kept = await hashPassword("Über alle Berge und Täler");
  expect(await isPassword("Über alle Berge und Täler".normalize("NFD"), kept)).toBe(true);
  for (const other of ["über alle Berge und Täler", "Über alle Berge und Täle", "Über alle Berge und Täler ", ""]) {
    expect(await isPassword(other, kept)).toBe(false);
  }
});

test("where nothing is kept nothing fits", async () => {
  expect(await isPassword("", null)).toBe(false);
});
