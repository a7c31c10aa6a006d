import { resolve } from "node:path";
import { Command } from "commander";
import { decodePage, type Extracted, extractHtml, extractPdf, parseDeclaration } from "../extract/index.ts";
import { EXIT, UserError } from "../std/index.ts";
import type { Context } from "./context.ts";
import { readBytes, readText } from "./read-text.ts";
import { manyLines, oneLine } from "./terminal.ts";

interface Options {
  readonly declaration?: string;
  readonly previous?: string;
  readonly url?: string;
}

/** `corrigible extract PAGE`: needs no workspace and leaves nothing behind. */
export function extractCommand(context: Context): Command {
  return new Command("extract")
    .description(
      "Prints the document that a saved web page holds, as Markdown. Without a declaration, or where its selectors " +
        "fail, the document is found by itself. What is uncertain is told on standard error.",
    )
    .argument("<page>", "the page, an HTML file, or a PDF")
    .option("--declaration <file>", "its Open Terms Archive declaration: select, remove, filter, fetch")
    .option("--previous <file>", "the document's text before, Markdown: helps to find it")
    .option("--url <url>", "address of the page, which relative links begin at; the declaration's fetch comes first")
    .addHelpText("after", "\nExample:\n  corrigible extract terms.html --url https://example.com/terms > terms.md\n")
    .action(async (page: string, options: Options) => {
      const { markdown, notices } = await extractFile(page, options, context.cwd);
      for (const notice of notices) context.stderr.write(`corrigible: ${oneLine(notice)}\n`);
      if (markdown === "") throw new UserError(`${page} holds no text of a document`, EXIT.problem);
      context.stdout.write(`${manyLines(markdown)}\n`);
    });
}

async function extractFile(path: string, options: Options, cwd: string): Promise<Extracted> {
  const { url } = options;
  if (url !== undefined && !URL.canParse(url)) {
    throw new UserError(`--url: ${url} is no address; give one with https://`);
  }
  const read = (name: string): string => readText(resolve(cwd, name));
  const named = options.declaration;
  const declaration = named === undefined ? undefined : parseDeclaration(read(named), named, url);
  const previous = options.previous === undefined ? undefined : read(options.previous);
  const bytes = readBytes(resolve(cwd, path));
  const page = decodePage(bytes);
  switch (page.kind) {
    case "text":
      return extractHtml(page.text, { url, declaration, previous });
    case "pdf":
      return readPdf(path, bytes);
    case "binary":
      throw new UserError(`${path} is neither text nor a web page nor a PDF`);
  }
}

async function readPdf(path: string, bytes: Uint8Array): Promise<Extracted> {
  try {
    return await extractPdf(bytes);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UserError(`${path} is a PDF that cannot be read: ${reason}`, EXIT.badInput, { cause });
  }
}
