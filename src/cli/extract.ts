import { resolve } from "node:path";
import { Command } from "commander";
import { decodePage, extractHtml, parseDeclaration } from "../extract/index.ts";
import { EXIT, UserError } from "../std/index.ts";
import type { Context } from "./context.ts";
import { readBytes, readText } from "./read-text.ts";
import { oneLine } from "./terminal.ts";

/** Control characters but tabs and line ends: no text, and a terminal would obey them. */
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

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
    .argument("<page>", "the page, an HTML file")
    .option("--declaration <file>", "its Open Terms Archive declaration: select, remove, filter, fetch")
    .option("--previous <file>", "the document's text before, Markdown: helps to find it")
    .option("--url <url>", "address of the page, which relative links begin at; the declaration's fetch comes first")
    .addHelpText("after", "\nExample:\n  corrigible extract terms.html --url https://example.com/terms > terms.md\n")
    .action((page: string, options: Options) => {
      const { markdown, notices } = extractFile(resolve(context.cwd, page), options, context.cwd);
      for (const notice of notices) context.stderr.write(`corrigible: ${oneLine(notice)}\n`);
      if (markdown === "") throw new UserError(`${page} holds no text of a document`, EXIT.problem);
      context.stdout.write(`${markdown.replaceAll(CONTROL, "")}\n`);
    });
}

function extractFile(path: string, { declaration, previous, url }: Options, cwd: string) {
  if (url !== undefined && !URL.canParse(url))
    throw new UserError(`--url: ${url} is no address; give one with https://`);
  const page = readPage(path);
  const declared = declaration && parseDeclaration(readText(resolve(cwd, declaration)), declaration, url);
  const before = previous && readText(resolve(cwd, previous));
  return extractHtml(page, { url, declaration: declared || undefined, previous: before || undefined });
}

function readPage(path: string): string {
  const page = decodePage(readBytes(path));
  switch (page.kind) {
    case "text":
      return page.text;
    case "pdf":
      throw new UserError(`${path} is a PDF, which cannot be read yet; give a web page`);
    case "binary":
      throw new UserError(`${path} is neither text nor a web page`);
  }
}
