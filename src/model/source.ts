/** Where a fact was read. */
export interface Source {
  /** Null where nobody of ours has seen the address. */
  readonly url: string | null;
  readonly title: string;
  readonly publisher: string | null;
  readonly date: string | null;
  /** Whether the passage that states the fact was read. */
  readonly verified: boolean;
  /** What this source establishes. */
  readonly supports: string;
}

/** How much a source carries: primary, reputable secondary, weak (docs/methods/assessment.md). */
export const SOURCE_WEIGHTS = { primary: 1, secondary: 0.8, weak: 0.4 } as const;
export type SourceWeight = (typeof SOURCE_WEIGHTS)[keyof typeof SOURCE_WEIGHTS];
