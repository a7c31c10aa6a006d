export * from "./casebook/index.ts";
export * from "./ota-git/index.ts";
