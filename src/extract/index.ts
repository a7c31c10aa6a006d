export { decodePage } from "./decode.ts";
export { parseDeclaration } from "./declaration.ts";
export { extractHtml, type Extracted } from "./extract.ts";
