export { readWacz } from "./read-wacz.ts";
export { type KeptWarc, writeWacz } from "./write-wacz.ts";
