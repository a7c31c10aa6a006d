import { existsSync, rmSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { Command } from "commander";
import { openEvidence } from "../evidence/index.ts";
import { type Index, openIndex } from "../index/index.ts";
import { CHECKOUT, type Demo, openArchiveDemo, openExampleDemo, type Workspace } from "../pipeline/index.ts";
import {
  collectReport,
  renderCardPage,
  type ReportData,
  type ReportFrame,
  renderReport,
  serveWorkspace,
} from "../server/index.ts";
import { makeFolder, UserError } from "../std/index.ts";
import { readCard } from "./card.ts";
import type { Context } from "./context.ts";
import { formatAnswer, listAnswers } from "./format-answer.ts";
import { showProgress } from "./progress.ts";
import { DEFAULT_PORT, parsePort, reportDefect } from "./serve.ts";
import { painter } from "./terminal.ts";
import { writeText } from "./write-text.ts";

/** The report, in the folder of the checkout. */
const REPORT_FILE = join(CHECKOUT, "report", "index.html");

/** `corrigible start` */
export function startCommand(context: Context): Command {
  return new Command("start")
    .description(
      "Audits the casebook with the example lab, a company that does not exist, or with an archive of yours; prints " +
        "the answer, writes report/index.html, and serves the dashboard. Everything it makes lies in demo/ and report/ " +
        "of the checkout.",
    )
    .option("--archive <archive>", "audit this one instead: a bundle file, a repository's folder, or a git URL")
    .option("--no-serve", "write the report and exit")
    .option("--port <number>", "port of the dashboard (default: 4080, or any that is free)", parsePort)
    .option("--json", "print one JSON object and exit")
    .addHelpText("after", "\nExample:\n  corrigible start --archive versions.bundle\n")
    .action(async ({ archive, serve, port, json }: StartOptions) => {
      const workspace = await runStart(context, archive, json === true);
      if (serve && !json) await serveDemo(context, workspace, port);
    });
}

interface StartOptions {
  readonly archive?: string;
  readonly serve: boolean;
  readonly port?: number;
  readonly json?: true;
}

/** Serves until somebody stops it. A port that nobody named may be another's: any that is free will do then. */
async function serveDemo(context: Context, workspace: Workspace, port: number | undefined): Promise<void> {
  const options = { host: "127.0.0.1", publicUrl: null, onDefect: reportDefect(context) };
  const server = await serveWorkspace(workspace, { ...options, port: port ?? DEFAULT_PORT }).catch((error: unknown) => {
    if (port !== undefined || !(error instanceof UserError)) throw error;
    return serveWorkspace(workspace, { ...options, port: 0 });
  });
  context.stdout.write(`Dashboard    ${server.url}   (Ctrl-C stops it)\n`);
  await server.closed;
}

async function runStart(context: Context, archive: string | undefined, json: boolean): Promise<Workspace> {
  const progress = showProgress(context);
  try {
    const elsewhere = { database: context.database };
    const options = { clock: context.clock, onProgress: progress.onProgress, elsewhere };
    const demo =
      archive === undefined
        ? await openExampleDemo(options)
        : await openArchiveDemo(locate(context.cwd, archive), options);
    const source = archive === undefined ? "a history that we wrote" : basename(archive);
    const index = await openIndex(demo.workspace.index);
    try {
      const data = await collectReport(index, frameOf(demo, source, archive === undefined));
      await writeReport(demo, index, data);
      progress.stop();
      context.stdout.write(json ? formatJson(demo, data) : await formatText(context, index, data));
      return demo.workspace;
    } finally {
      await index.close();
    }
  } finally {
    progress.stop();
  }
}

function locate(cwd: string, archive: string): string {
  const local = resolve(cwd, archive);
  return existsSync(local) ? local : archive;
}

function frameOf({ workspace }: Demo, source: string, fictional: boolean): ReportFrame {
  const evidence = openEvidence(workspace.evidence);
  return {
    source,
    fictional,
    workspace: relative(CHECKOUT, workspace.folder),
    log: {
      origin: workspace.origin,
      vkey: workspace.vkey,
      size: evidence.size,
      root: Buffer.from(evidence.root).toString("hex"),
      checkpoint: evidence.checkpoint,
    },
  };
}

/** The report, and beside it a card for each lab. Cards of an earlier run go: their labs may not be in this one. */
async function writeReport({ workspace }: Demo, index: Index, data: ReportData): Promise<void> {
  const cards = join(dirname(REPORT_FILE), "cards");
  rmSync(cards, { recursive: true, force: true });
  makeFolder(cards);
  for (const { lab } of data.balances) {
    writeText(join(cards, `${lab}.html`), renderCardPage(await readCard(index, workspace, lab)));
  }
  writeText(REPORT_FILE, renderReport(data));
}

function formatJson({ workspace }: Demo, { documents, versions, tally, noise, log }: ReportData): string {
  const { size: logSize, root } = log;
  const counts = { documents, versions, tally, noise, logSize, root };
  return `${JSON.stringify({ ...counts, workspace: workspace.folder, report: REPORT_FILE })}\n`;
}

async function formatText(context: Context, index: Index, data: ReportData): Promise<string> {
  const answer = formatAnswer(data, await listAnswers(index), painter(context));
  return `${answer}
Report       ${relative(context.cwd, REPORT_FILE)}
More         bin/corrigible changes --workspace ${data.workspace}
`;
}
