export { collectReport, type ReportData, type ReportFrame, renderReport } from "./report/index.ts";
export { formatCounts, formatEstimate } from "./card/format.ts";
export { type CardData, type CardSource, makeCard, renderCardMarkdown, renderCardPage } from "./card/index.ts";
export { openProvider } from "./accounts/provider.ts";
export { printPdf } from "./pdf.ts";
export { publishSite, type PublishSummary } from "./publish/index.ts";
export type { ServedRequest } from "./request-log.ts";
export { type ServeOptions, type Server, serveWorkspace } from "./serve.ts";
