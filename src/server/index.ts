export { collectReport, type ReportData, type ReportFrame, renderReport } from "./report/index.ts";
export * from "./card/index.ts";
