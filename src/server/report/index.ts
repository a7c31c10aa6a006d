export { collectReport, type ReportFrame } from "./collect.ts";
export type { ReportData } from "./data.ts";
export { renderReport } from "./page.ts";
