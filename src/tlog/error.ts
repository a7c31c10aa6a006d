/** Anything malformed, or a proof or signature that does not hold. One line, to be completed with where it was found. */
export class TlogError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "TlogError";
  }
}
