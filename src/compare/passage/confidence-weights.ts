/** Written by bench/passages.ts; what each trait adds to the log-odds that a verdict is right. */
export const CONFIDENCE_WEIGHTS: Readonly<Record<string, number>> = {
  bias: 0.914,
  kept: 0.201,
  margin: 0.773,
  mixed: -0.068,
};
