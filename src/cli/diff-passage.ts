import {
  comparePassages,
  explainReason,
  type Outcome,
  PASSAGE_LENGTH_MAX,
  type PassageChange,
} from "../compare/passage/index.ts";
import { UserError } from "../std/index.ts";
import { readText } from "./read-text.ts";
import { type Paint, type Style, wrap } from "./terminal.ts";

/** What became of the obligation of one passage, each version a file; either may be empty. */
export function comparePassageFiles(oldPath: string, newPath: string): PassageChange {
  return comparePassages(readPassageFile(oldPath), readPassageFile(newPath));
}

function readPassageFile(path: string): string {
  const text = readText(path);
  if (text.length > PASSAGE_LENGTH_MAX) {
    throw new UserError(
      `${path} has ${text.length} characters and a passage at most ${PASSAGE_LENGTH_MAX}; ` +
        "compare whole documents without --passage",
    );
  }
  return text;
}

const STYLES: Readonly<Record<Outcome, Style>> = {
  retained: "dim",
  relocated: "dim",
  strengthened: "green",
  added: "green",
  weakened: "red",
  removed: "red",
};

/** The verdict in a line, then what was seen; ends in a line break. */
export function formatPassageChange(change: PassageChange, paint: Paint): string {
  const { outcome, dimensions, confidence, reasons } = change;
  const word = paint(STYLES[outcome], paint("bold", outcome.toUpperCase()));
  const sides = dimensions.length > 0 ? ` in ${dimensions.join(", ")}` : "";
  const head = `${word}${sides}, confidence ${confidence.toFixed(2)}\n`;
  return head + reasons.map((code) => `${wrap(`${explainReason(code)} (${code})`, "  ")}\n`).join("");
}
