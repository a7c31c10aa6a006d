export * from "./change.ts";
export * from "./clause.ts";
export * from "./default-lab-table.ts";
export * from "./entry.ts";
export * from "./lab-table.ts";
export * from "./slug.ts";
