export { type CardData, type CardSource, makeCard } from "./data.ts";
export { renderCardMarkdown } from "./markdown.ts";
export { renderCardPage } from "./page.ts";
