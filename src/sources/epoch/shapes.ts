import type { TableShape } from "../table.ts";

/** The tables of Epoch AI (https://epoch.ai/data) that are read, by their columns. */
export const EPOCH_SHAPES = {
  models: {
    title: "Epoch's notable AI models",
    columns: ["Model", "Organization", "Publication date", "Training compute (FLOP)", "Confidence"],
  },
  capabilities: {
    title: "the Epoch Capabilities Index",
    columns: ["Model version", "ECI Score", "Release date", "Organization"],
  },
  chips: {
    title: "Epoch's chip counts by owner",
    columns: [
      "Owner",
      "Chip manufacturer",
      "End date",
      "Compute estimate in H100e (median)",
      "H100e (5th percentile)",
      "H100e (95th percentile)",
      "Incomplete",
    ],
    // The same chips once more, by type: with both, they would count twice.
    without: "Chip type",
  },
  funding: {
    title: "Epoch's funding rounds",
    columns: ["Company", "Close date", "Status", "Funding (equity)", "Valuation (post-money)", "Confidence", "Type"],
  },
  revenue: {
    title: "Epoch's revenue reports",
    columns: [
      "Company",
      "Date",
      "Type",
      "Annualized revenue (USD)",
      "Revenue amount (normalize to annual)",
      "Source type",
    ],
  },
  staff: {
    title: "Epoch's staff reports",
    columns: ["Company", "Staff count", "Date", "Type", "Division name", "Source type"],
  },
  usage: {
    title: "Epoch's usage reports",
    columns: ["Company", "Active users", "Active users time period", "Date", "Product", "Source type"],
  },
  spending: {
    title: "Epoch's compute spending",
    columns: ["Company", "Amount", "Category", "Period type", "Date", "Source Type"],
  },
} as const satisfies Readonly<Record<string, TableShape>>;

export type EpochTable = keyof typeof EPOCH_SHAPES;
