/** Tells how far a job is: `done` of `total` units (versions, texts), `total` 0 while it is not known. */
export type Progress = (step: { readonly what: string; readonly done: number; readonly total: number }) => void;

/** Tells nobody. */
export const noProgress: Progress = () => {};
