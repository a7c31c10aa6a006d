import { attributeOf, type ElementNode } from "../html/node.ts";

/** What of a page is not its document. */

const set = (names: string): ReadonlySet<string> => new Set(names.split(" "));

/** Elements that never hold a document's text. */
const NO_CONTENT = set("head noscript iframe svg math template object audio video canvas select textarea script style");

/** Elements around the document rather than of it. */
const AROUND = set("nav footer aside dialog input form");
const ROLES = set("navigation banner contentinfo dialog alertdialog search complementary menu menubar tablist toolbar");

/** Names that sites give to what asks for consent. */
const CONSENT =
  /(?:cookie|consent|gdpr)[-_]?(?:banner|notice|popup|modal|bar|wall|dialog|overlay|manager)|onetrust|cybot|didomi|usercentrics/i;

/** Words in the names that sites give to elements around a document. */
const AROUND_WORDS = set(
  "nav navbar navigation menu megamenu submenu dropdown footer breadcrumb breadcrumbs social share sharing related " +
    "newsletter subscribe popup modal lightbox tooltip toast drawer banner announcement",
);

/** Words in the names of what only readers of screens hear. */
const UNSEEN = /(?:^|\s)(?:sr-only|visually-hidden|visuallyhidden|screen-reader-text)(?:\s|$)/;

/** Longest class that is read, in characters. */
const CLASS_MAX = 1000;

export function isNoContent({ name }: ElementNode): boolean {
  return NO_CONTENT.has(name);
}

/** Whether an element, by what it is, stands around a document. */
export function isAround(element: ElementNode): boolean {
  if (AROUND.has(element.name) || ROLES.has(attributeOf(element, "role") ?? "")) return true;
  if (element.name === "button") return !opensText(element);
  const id = attributeOf(element, "id") ?? "";
  const className = classOf(element);
  return CONSENT.test(id) || CONSENT.test(className) || UNSEEN.test(className);
}

/** Whether the site names the element as one around a document: a hint, for sites name sections of documents so too. */
export function isNamedAround(element: ElementNode): boolean {
  return hasAroundWord(attributeOf(element, "id") ?? "") || hasAroundWord(classOf(element));
}

function classOf(element: ElementNode): string {
  return (attributeOf(element, "class") ?? "").slice(0, CLASS_MAX);
}

/** A button that shows and hides a text is its heading. */
function opensText(button: ElementNode): boolean {
  return attributeOf(button, "aria-expanded") !== undefined || /^h[1-6]$/.test(button.parent?.name ?? "");
}

function hasAroundWord(name: string): boolean {
  return name.split(/[^A-Za-z]+/).some((word) => AROUND_WORDS.has(word.toLowerCase()));
}

/** Whether a browser would not show the element. Of style sheets nothing is known. */
export function isHidden(element: ElementNode): boolean {
  if (attributeOf(element, "hidden") !== undefined || attributeOf(element, "aria-hidden") === "true") return true;
  return /(?:display\s?:\s?none|visibility\s?:\s?hidden)/.test(attributeOf(element, "style") ?? "");
}

/** Whether a click on a heading unfolds the element. */
export function unfolds(element: ElementNode): boolean {
  return attributeOf(element, "role") === "region" || attributeOf(element, "aria-labelledby") !== undefined;
}
