import fc from "fast-check";
import { expect, test } from "vitest";
import { normalKey, visibleText } from "./normalize.ts";

test.each([
  ["a link by its text", "See [our rules](https://acme.example/r_(1)?utm=2).", "see our rules"],
  ["emphasis and code", "You **must** _not_ `sell` it", "you must not sell it"],
  ["zero-width and no-break spaces", "Mili\u200btary\u00a0use", "military use"],
  ["list numbers", "3.2 Fees", "fees"],
  ["escaped list numbers", "3\\. Fees", "fees"],
  ["tags and comments", "Data<br><!-- x -->kept", "data kept"],
  ["“opens in a new window”", "Rules (opens in a new window)", "rules"],
  ["UK spelling", "We honour the organisation's behaviour", "we honor the organization's behavior"],
  ["curly quotes", "You don’t", "you don't"],
  ["e-mail placeholders", "Write to [email\u00a0protected]", "write to email"],
  ["bare addresses", "See https://acme.example/x now", "see now"],
])("%s do not count", (_, markdown, key) => expect(normalKey(markdown)).toBe(key));

test.each([
  ["We may sell it", "We may not sell it"],
  ["within 30 days", "within 90 days"],
  ["You will", "You may"],
])("%j and %j do not say the same", (a, b) => expect(normalKey(a)).not.toBe(normalKey(b)));

test("the normal form of what is shown is the normal form of what is written", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("a", "B", " ", ".", ",", "’", "é"), maxLength: 60 }), (text) => {
      expect(normalKey(visibleText(text))).toBe(normalKey(text));
    }),
  );
});
