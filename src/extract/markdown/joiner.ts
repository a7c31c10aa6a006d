/** Puts pieces of Markdown together with at most one empty line between them, as many as either asks for. */
export class Joiner {
  readonly #pieces: string[] = [];
  /** Line ends that the pieces so far end with. */
  #newlines = 0;

  add(piece: string): void {
    if (piece === "") return;
    let start = 0;
    while (start < piece.length && piece[start] === "\n") start++;
    const newlines = Math.max(this.#newlines, start);
    if (start === piece.length) {
      this.#newlines = Math.min(newlines, 2);
      return;
    }
    if (newlines > 0) this.#pieces.push(newlines === 1 ? "\n" : "\n\n");
    let end = piece.length;
    while (end > start && piece[end - 1] === "\n") end--;
    this.#pieces.push(start === 0 && end === piece.length ? piece : piece.slice(start, end));
    this.#newlines = piece.length - end;
  }

  finish(): string {
    if (this.#newlines > 0) this.#pieces.push("\n".repeat(this.#newlines));
    return this.#pieces.join("");
  }
}

/** Without line ends at both ends. */
export function trimNewlines(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text[start] === "\n") start++;
  while (end > start && text[end - 1] === "\n") end--;
  return text.slice(start, end);
}
