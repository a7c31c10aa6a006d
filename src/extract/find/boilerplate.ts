import { attributeOf, type ElementNode } from "../html/node.ts";

const set = (names: string): ReadonlySet<string> => new Set(names.split(" "));
const NAMES = set(
  "head nav footer aside dialog noscript iframe svg button select input textarea template form object audio video canvas",
);
const ROLES = set("navigation banner contentinfo dialog alertdialog search complementary menu menubar tablist alert");

export function isBoilerplate(element: ElementNode): boolean {
  if (NAMES.has(element.name)) return true;
  if (ROLES.has(attributeOf(element, "role") ?? "")) return true;
  return isHidden(element);
}

function isHidden(element: ElementNode): boolean {
  if (attributeOf(element, "hidden") !== undefined || attributeOf(element, "aria-hidden") === "true") return true;
  return /(?:display\s?:\s?none|visibility\s?:\s?hidden)/.test(attributeOf(element, "style") ?? "");
}
