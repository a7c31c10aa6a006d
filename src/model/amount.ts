/** How a figure came to be known. */
export const AMOUNT_KINDS = ["disclosed", "reported", "estimated", "derived"] as const;
/**
 * `disclosed`: by the lab itself or in a filing; `reported`: by the press, from others; `estimated`: by a third party
 * from a method; `derived`: computed by us from other figures.
 */
export type AmountKind = (typeof AMOUNT_KINDS)[number];

/** A figure with its unit. Undisclosed figures have no Amount: they are never zero. */
export interface Amount {
  readonly value: number;
  /** Lower case: `usd`, `eur`, `flop`, `h100e`, `people`, `watt`, `score`, `percent`. Money names its currency. */
  readonly unit: string;
  readonly kind: AmountKind;
  /** The range where the source gives one. */
  readonly low?: number;
  readonly high?: number;
}
