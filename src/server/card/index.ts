export { type CardData, type CardSource, makeCard } from "./data.ts";
export { renderCardMarkdown } from "./markdown.ts";
export { CardBody, CardSummary, FindingCard, Measures, renderCardPage } from "./page.tsx";
export { Interval } from "./balances.tsx";
export { formatDated, formatEstimate, formatValue } from "./format.ts";
