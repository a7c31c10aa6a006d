import { Command, Option } from "commander";
import { rulePrecision } from "../assess/index.ts";
import { type Finding, REVIEW_STATES, type ReviewAct, type ReviewState } from "../model/index.ts";
import { type LoggedAct, SIGNATURE_WORDS, signatureOf } from "../pipeline/index.ts";
import { coderAgreement, type Review, reviewOf, reviewQueue, sayCodes, shownActs, waitsFor } from "../review/index.ts";
import type { Context } from "./context.ts";
import { parseLimit } from "./parse-options.ts";
import { findFinding, readActs, readFindings } from "./reviewed-findings.ts";
import { count, oneLine, painter, wrap } from "./terminal.ts";
import { openNamedWorkspace, workspaceOption } from "./workspace-option.ts";

const SHOWN = 20;

/** `corrigible review list` */
export function listCommand(context: Context): Command {
  return new Command("list")
    .description("Lists findings that wait for people, the gravest first, with what each waits for.")
    .addOption(new Option("--state <word>", "those in this state instead").choices(REVIEW_STATES))
    .option("--as <name>", "leave out what waits for another reviewer than this one")
    .option("--limit <n>", `at most so many (default: ${SHOWN}, with --json all)`, parseLimit)
    .addOption(workspaceOption())
    .option("--json", "print one JSON object a line")
    .addHelpText("after", "\nExample:\n  corrigible review list --as ada\n")
    .action((options: ListOptions, command: Command) => runList(context, options, command));
}

interface ListOptions {
  readonly state?: ReviewState;
  readonly as?: string;
  readonly limit?: number;
  readonly json?: true;
}

async function runList(context: Context, { state, as, limit, json }: ListOptions, command: Command): Promise<void> {
  const workspace = openNamedWorkspace(context, command);
  const found = reviewQueue(await readFindings(context, workspace), readActs(workspace), { state, as });
  const shown = found.slice(0, limit ?? (json ? undefined : SHOWN));
  for (const { finding, review } of shown) {
    const { id, lab, severity, title } = finding;
    const line = json
      ? JSON.stringify({ id, lab, severity, title, state: review.state, codes: review.codes.length })
      : `${painter(context)("bold", id)}  ${lab}, severity ${severity}: ${oneLine(title)}\n  ${review.state}: ${waitsFor(review)}`;
    context.stdout.write(`${line}\n`);
  }
  if (!json) context.stdout.write(`${count(shown.length, "finding")} of ${found.length.toLocaleString("en-US")}\n`);
}

/** `corrigible review show` */
export function showCommand(context: Context): Command {
  return new Command("show")
    .description(
      "Shows a finding and what people did with it. Until two reviewers have coded it, nobody sees a code but their own.",
    )
    .argument("<finding>", "id of the finding")
    .option("--as <name>", "who looks: also shows their own code before the other's is there")
    .addOption(workspaceOption())
    .option("--json", "print one JSON object")
    .addHelpText("after", "\nExample:\n  corrigible review show 0a1b2c3d4e5f6071 --as ada\n")
    .action(async (id: string, { as, json }: { as?: string; json?: true }, command: Command) => {
      const workspace = openNamedWorkspace(context, command);
      const finding = await findFinding(workspace, id);
      const logged = readActs(workspace, finding.id);
      const review = reviewOf(logged, finding);
      const acts = shownActs(logged, review, as).map((act): ShownAct => {
        return { ...act, signature: signatureOf(act, workspace.reviewers) };
      });
      context.stdout.write(
        json
          ? `${JSON.stringify({ finding, state: review.state, acts })}\n`
          : formatReview(finding, review, acts, painter(context)("bold", finding.title)),
      );
    });
}

type ShownAct = LoggedAct & { readonly signature: ReturnType<typeof signatureOf> };

function formatReview(finding: Finding, review: Review, acts: readonly ShownAct[], title: string): string {
  const hidden = review.acts.length - acts.length;
  return [
    `${title}\n  ${finding.id}, ${finding.lab}, ${finding.eval}, severity ${finding.severity}, ${review.state}`,
    wrap(finding.summary, "  "),
    wrap(`against it: ${finding.counter}`, "  "),
    ...acts.map((act) => `\n${act.at.slice(0, 10)}  ${act.by} (${SIGNATURE_WORDS[act.signature]}): ${sayAct(act)}`),
    ...(hidden > 0 ? [`\n${count(hidden, "code")} not shown before a second reviewer has coded it.`] : []),
    `\nWaits for: ${waitsFor(review)}\n`,
  ].join("\n");
}

function sayAct(act: ReviewAct): string {
  switch (act.act) {
    case "code":
      return `codes it ${sayCodes(act)}, sure to ${act.confidence}\n${wrap(act.rationale, "  ")}\n${wrap(`against it: ${act.counter}`, "  ")}`;
    case "reconcile":
    case "correct":
      return `${act.act}s it as ${sayCodes(act)}\n${wrap(act.rationale, "  ")}`;
    case "notice":
      return `the lab was told on ${act.sent}, and may answer up to ${act.deadline}`;
    case "no-notice":
      return `the lab is not told\n${wrap(act.rationale, "  ")}`;
    case "reply":
      return `${oneLine(act.from)} answered on ${act.date}${act.signed === undefined ? "" : ", signed"}\n${wrap(act.text, "  ")}\n${wrap(`what came of it: ${act.effect}`, "  ")}`;
    case "accept":
    case "dispute":
    case "reject":
    case "withdraw":
      return `${act.act}s it\n${wrap(act.rationale, "  ")}`;
  }
}

/** `corrigible review agreement` */
export function agreementCommand(context: Context): Command {
  return new Command("agreement")
    .description(
      "Says how far reviewers agree on each variable (Krippendorff's alpha with a 95 % interval), and how many findings of " +
        "each detector they kept.",
    )
    .addOption(workspaceOption())
    .option("--json", "print one JSON object")
    .addHelpText("after", "\nExample:\n  corrigible review agreement\n")
    .action(async ({ json }: { json?: true }, command: Command) => {
      const workspace = openNamedWorkspace(context, command);
      const acts = readActs(workspace);
      const byFinding = Map.groupBy(acts, ({ finding }) => finding);
      const findings = (await readFindings(context, workspace)).map((one) => {
        return { rule: one.rule, state: reviewOf(byFinding.get(one.id) ?? [], one).state };
      });
      const answer = { agreement: coderAgreement(acts), kept: rulePrecision(findings) };
      context.stdout.write(json ? `${JSON.stringify(answer)}\n` : formatAgreement(answer));
    });
}

interface Answer {
  readonly agreement: ReturnType<typeof coderAgreement>;
  readonly kept: ReturnType<typeof rulePrecision>;
}

function formatAgreement({ agreement, kept }: Answer): string {
  const alphas = agreement.map(({ variable, measurement, alpha }) => {
    const value = alpha.established
      ? `${alpha.value.toFixed(2)} (${alpha.low.toFixed(2)} to ${alpha.high.toFixed(2)}), ${count(alpha.n, "finding")} coded twice`
      : `not established: ${alpha.reason}`;
    return `  ${variable.padEnd(11)} ${measurement.padEnd(9)} ${value}`;
  });
  const rules = kept.map(({ rule, kept: held, decided }) => `  ${rule}: ${held} of ${decided}`);
  return [
    "Agreement of reviewers, Krippendorff's alpha:",
    ...alphas,
    "Kept of what was decided, by detector:",
    ...(rules.length > 0 ? rules : ["  nothing is decided yet"]),
    "",
  ].join("\n");
}
