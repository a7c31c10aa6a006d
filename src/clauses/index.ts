export { type ParsedDocument, parseDocument, TEXT_LENGTH_MAX } from "./document.ts";
export { NAME } from "./lexicon.ts";
export { normalKey, normalWords, visibleText } from "./normalize.ts";
export { NUMBER_WORDS } from "./quantities.ts";
