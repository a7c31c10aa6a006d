export { LOG_LEVELS, type Log, type LogLevel, type LogSettings, noLog, openLog, parseLogSettings } from "./log.ts";
export { makeMetrics, type Metrics } from "./metrics.ts";
export { type MetricsAddress, serveMetrics } from "./metrics-server.ts";
export { startTraces } from "./traces.ts";
