export * from "./ota-git/index.ts";
