export type { DocumentReport, Lane, ReportChange, ReportData, ReportLog, ReportVersion, TallyRow } from "./data.ts";
export { renderReport } from "./page.ts";
export { collectReport, type ReportFrame } from "./collect.ts";
