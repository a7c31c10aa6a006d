export { collectReport, type ReportData, type ReportFrame, renderReport } from "./report/index.ts";
export * from "./card/index.ts";
export { type Server, serveWorkspace } from "./serve.ts";
