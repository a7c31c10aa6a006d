import fc from "fast-check";
import { expect, test } from "vitest";
import type { Site } from "../site.ts";
import { tagOf } from "./feed.ts";
import { element, xmlDocument } from "./xml.ts";
import { readXml } from "../../../test/helpers/xml.ts";
import { showInvisible } from "../text.ts";

const siteOf = (origin: string): Site => ({ evidence: { origin } }) as Site;

test("a log's name makes tag URIs, whatever it is", () => {
  expect(tagOf(siteOf("corrigible.local/watch"), "changes/0a@3")).toBe("tag:corrigible.local,2026:watch/changes/0a@3");
  expect(tagOf(siteOf("audits.example.org"), "changes/0a@3")).toBe("tag:audits.example.org,2026:changes/0a@3");
  expect(tagOf(siteOf("Prüfer/x"), "a b")).toBe("tag:corrigible.invalid,2026:Pr%C3%BCfer/x/a%20b");
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.string(), (origin, name) => {
      expect(tagOf(siteOf(origin), name)).toMatch(/^tag:[a-z0-9.-]+,2026:[\w\-.~!*'()@%/]*$/);
    }),
  );
});

test("any text in an element or an attribute is read again as the text that a page would show", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const { attributes, children } = readXml(xmlDocument(element("a", { b: text }, element("c", {}, text))));
      expect(attributes["b"]).toBe(showInvisible(text));
      expect(children[0]?.text).toBe(showInvisible(text));
    }),
    { examples: [["]]>"], ["<!--&amp;\u0000\ud800"], ["a\tb\nc"]] },
  );
});
