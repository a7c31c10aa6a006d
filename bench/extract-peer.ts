import { JSDOM, VirtualConsole } from "jsdom";
import { gfm } from "joplin-turndown-plugin-gfm";
import TurndownService from "turndown";
import type { Capture } from "./extract-pages.ts";

/** The peer's way, written after the description of the Open Terms Archive engine: jsdom, turndown, GitHub's tables. */
const turndown = new TurndownService();
turndown.use(gfm);
const { inlineLink } = turndown.options.rules;
turndown.addRule("blocks in links", {
  filter: inlineLink.filter,
  replacement: (content, node, options) => inlineLink.replacement(content.trim(), node, options),
});

/** Ranges are left out: few declarations have one. */
export function extractAsPeer({ html, declaration }: Capture): string {
  const { document } = new JSDOM(html, {
    ...(declaration.fetch === undefined ? {} : { url: declaration.fetch }),
    virtualConsole: new VirtualConsole(),
  }).window;
  for (const link of document.querySelectorAll('a[href]:not([href^="#"]):not([href=""])')) {
    if (URL.canParse(link.href)) link.href = new URL(link.href).href;
  }
  for (const element of document.querySelectorAll("script, style")) element.remove();
  for (const link of document.querySelectorAll('a[href*="/email-protection"]')) {
    link.href = link.href.split("#", 1)[0] ?? "";
    link.textContent = "[email\u00A0protected]";
  }
  for (const selector of declaration.remove) {
    if (typeof selector === "string") for (const element of document.querySelectorAll(selector)) element.remove();
  }
  const selected = document.createDocumentFragment();
  for (const selector of declaration.select) {
    if (typeof selector !== "string") continue;
    for (const element of document.querySelectorAll(selector)) selected.append(element.cloneNode(true));
  }
  return turndown.turndown(selected);
}
