/** Names the reading of clauses and their comparison: a new name makes the next audit read all history again. */
export const DETECTOR_VERSION = "2026.11.7";

/** Names the six evals and their methods: a new name makes the next audit evaluate again. */
export const EVALS_VERSION = "2026.11.7";
