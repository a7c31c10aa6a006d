export * from "./change.ts";
export * from "./clause.ts";
export * from "./entry.ts";
