import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { Command } from "commander";
import { parseDocument } from "../clauses/index.ts";
import { compareDocuments } from "../compare/index.ts";
import type { Change, Comparison, Quote } from "../model/index.ts";
import type { Context } from "./context.ts";
import { readText } from "./read-text.ts";
import { count, type Paint, painter } from "./terminal.ts";

/** `corrigible diff OLD NEW`: needs no workspace and leaves nothing behind. */
export function diffCommand(context: Context): Command {
  return new Command("diff")
    .description("Compares two versions of a policy document: which clauses went, came, weakened or strengthened.")
    .argument("<old>", "the earlier text, a UTF-8 file in Markdown")
    .argument("<new>", "the later text")
    .option("--passage", "each file is one passage of a safety framework: what became of its obligation")
    .option("--json", "print one JSON object")
    .addHelpText("after", "\nExample:\n  corrigible diff policy-2023.md policy-2024.md --json\n")
    .action(async (oldPath: string, newPath: string, { json, passage }: { json?: true; passage?: true }) => {
      if (passage) {
        // Loaded here: the comparison of documents starts without it.
        const { comparePassageFiles, formatPassageChange } = await import("./diff-passage.ts");
        const change = comparePassageFiles(resolve(context.cwd, oldPath), resolve(context.cwd, newPath));
        context.stdout.write(json ? `${JSON.stringify(change)}\n` : formatPassageChange(change, painter(context)));
        return;
      }
      const comparison = compareFiles(resolve(context.cwd, oldPath), resolve(context.cwd, newPath));
      context.stdout.write(
        json ? `${JSON.stringify(comparison)}\n` : await formatComparison(comparison, painter(context)),
      );
    });
}

function compareFiles(oldPath: string, newPath: string): Comparison {
  const [older, newer] = [readText(oldPath), readText(newPath)];
  const ids = { oldBlob: sha256(older), newBlob: sha256(newer) };
  const { noise, disclosure, changes } = compareDocuments(parseDocument(older), parseDocument(newer), ids);
  return { noise, disclosure: { note: disclosure.note, where: disclosure.where }, changes: changes.map(pickFields) };
}

/** Only what the contract names, in its order. */
function pickFields(change: Change): Change {
  return {
    id: change.id,
    kind: change.kind,
    direction: change.direction,
    subject: change.subject,
    severity: change.severity,
    confidence: change.confidence,
    old: change.old && pickQuote(change.old),
    new: change.new && pickQuote(change.new),
    nearest: change.nearest,
    disclosed: change.disclosed,
    reasons: change.reasons,
  };
}

function pickQuote({ text, path, start, end }: Quote): Quote {
  return { text, path, start, end };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

async function formatComparison({ noise, disclosure, changes }: Comparison, paint: Paint): Promise<string> {
  if (noise !== null) return `No change of the document: ${noise}.\n`;
  if (changes.length === 0) return "No clause changed.\n";
  // Loaded here: with --json, for programs that compare many pairs, the command starts in half the time.
  const { formatChange } = await import("./format-change.ts");
  const blocks = changes.map((change) => formatChange(change, disclosure.note, paint));
  return `${blocks.join("\n\n")}\n\n${count(changes.length, "change")}\n`;
}
