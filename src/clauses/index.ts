export { type ParsedDocument, parseDocument, TEXT_LENGTH_MAX } from "./document.ts";
export { normalKey, normalWords, visibleText } from "./normalize.ts";
