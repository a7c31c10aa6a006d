import { Command, Option } from "commander";
import { BEARINGS, DIRECTIONS, DISCLOSED, type Finding, type ReviewAct, reviewAct, SUBJECTS } from "../model/index.ts";
import { recordReviewAct, type Workspace } from "../pipeline/index.ts";
import { addWorkingDays, NOTICE_DAYS, openReply } from "../review/index.ts";
import { formatInstant, UserError } from "../std/index.ts";
import type { Context } from "./context.ts";
import { readFile } from "./read-file.ts";
import { makeKeyCommand, signReplyCommand } from "./review-key.ts";
import { agreementCommand, listCommand, showCommand } from "./review-read.ts";
import { findFinding } from "./reviewed-findings.ts";
import { parseConfidence, parseDay, parseSeverity } from "./parse-options.ts";
import { oneLine } from "./terminal.ts";
import { openNamedWorkspace, workspaceOption } from "./workspace-option.ts";

/** `corrigible review …` */
export function reviewCommand(context: Context): Command {
  const review = new Command("review")
    .description(
      "What people do with findings: two code one without seeing each other, they reconcile, the lab gets notice and may " +
        "answer, then it is accepted, disputed or rejected. Every act is an entry of the evidence log under a name.",
    )
    .addHelpText("after", "\nExample:\n  corrigible review list && corrigible review show 0a1b2c3d4e5f6071 --as ada\n");
  review.addCommand(listCommand(context)).addCommand(showCommand(context));
  review.addCommand(codeCommand(context)).addCommand(reconcileCommand(context));
  review.addCommand(noticeCommand(context)).addCommand(replyCommand(context));
  for (const [act, what] of DECISIONS) review.addCommand(decisionCommand(context, act, what));
  review.addCommand(correctCommand(context)).addCommand(agreementCommand(context));
  return review.addCommand(makeKeyCommand(context)).addCommand(signReplyCommand(context));
}

const DECISIONS = [
  ["accept", "Accepts a finding after the notice: by two people, where its severity is 3."],
  ["dispute", "Marks a finding as disputed: it counts less until it is accepted or withdrawn."],
  ["reject", "Rejects a finding: it counts for nothing and stays on record."],
  ["withdraw", "Withdraws a finding that was accepted: it stays visible as withdrawn."],
] as const;

type Fields = Readonly<Record<string, unknown>>;
/** The act's own fields, from the options, the finding and the workspace. */
type FieldsOf = (options: Fields, finding: Finding, workspace: Workspace) => Fields;

/** A command that records one act: its own fields from the options, finding and name from the command line. */
function actCommand(context: Context, act: ReviewAct["act"], fieldsOf: FieldsOf = (options) => options): Command {
  return new Command(act)
    .argument("<finding>", "id of the finding, as review list and findings --json give it")
    .requiredOption("--as <name>", "who does it: a name or a role, shown with the act")
    .option("--key <file>", "sign it with the key in this file, as review make-key made it")
    .addOption(workspaceOption())
    .action(async (id: string, { as: by, key, ...options }: Fields, command: Command) => {
      const workspace = openNamedWorkspace(context, command);
      const finding = await findFinding(workspace, id);
      const at = formatInstant(context.clock());
      const parsed = parseAct({ act, ...fieldsOf(options, finding, workspace), finding: finding.id, by, at });
      const signerKey = typeof key === "string" ? readFile(context, "--key", key).trim() : undefined;
      const state = recordReviewAct(workspace, finding, parsed, signerKey);
      context.stdout.write(`${finding.id}, ${oneLine(finding.title)}: ${state}. Next: corrigible audit\n`);
    });
}

/** Throws a UserError that names the option. */
function parseAct(fields: Fields): ReviewAct {
  const known = Object.fromEntries(
    Object.entries(fields).filter(([name, value]) => value !== undefined && name !== "workspace"),
  );
  const { success, data, error } = reviewAct.safeParse(known);
  if (success) return data;
  const [issue] = error.issues;
  const name = String(issue?.path.at(-1) ?? "");
  const option = name === "by" ? "--as" : name === "finding" ? "the finding" : `--${name}`;
  throw new UserError(`${option}: ${issue?.message ?? "not as expected"}`);
}

const rationale = (): Option =>
  new Option("--rationale <text>", "why, in words that are published").makeOptionMandatory();

function withCodes(command: Command): Command {
  return command
    .addOption(new Option("--bearing <word>", "what it says of the lab").choices(BEARINGS).makeOptionMandatory())
    .requiredOption("--severity <n>", "1 minor, 2 notable, 3 major", parseSeverity)
    .addOption(new Option("--direction <word>", "of a change").choices(DIRECTIONS))
    .addOption(new Option("--subject <word>", "of a change").choices(SUBJECTS))
    .addOption(new Option("--disclosed <word>", "of a change: whether the document tells of it").choices(DISCLOSED))
    .addOption(rationale());
}

function codeCommand(context: Context): Command {
  return withCodes(actCommand(context, "code"))
    .description("Codes a finding. What the other reviewer wrote is not shown before.")
    .requiredOption("--confidence <p>", "how sure you are, 0 to 1", parseConfidence)
    .requiredOption("--counter <text>", "the best reading against it, or where you looked for one")
    .addHelpText(
      "after",
      "\nExample:\n  corrigible review code 0a1b2c3d4e5f6071 --as ada --bearing concerning --severity 2 --confidence 0.8 \\\n" +
        "    --rationale 'The ban is gone, and the note does not say so.' --counter 'Section 4 may still cover it.'\n",
    );
}

function reconcileCommand(context: Context): Command {
  return withCodes(actCommand(context, "reconcile"))
    .description("Says what the reviewers agreed on, after both have coded the finding.")
    .addHelpText(
      "after",
      "\nExample:\n  corrigible review reconcile 0a1b2c3d4e5f6071 --as ada --bearing concerning --severity 2 --rationale 'Both read it so.'\n",
    );
}

function noticeCommand(context: Context): Command {
  const sent = new Option("--sent <day>", "the day on which the lab got it").argParser(parseDay);
  const command = actCommand(context, "notice", ({ sent: day, deadline, withoutNotice }) => {
    if (withoutNotice !== undefined) return { act: "no-notice", rationale: withoutNotice };
    if (typeof day !== "string") throw new UserError("give --sent DAY, or --without-notice REASON");
    return { sent: day, deadline: deadline ?? addWorkingDays(day, NOTICE_DAYS) };
  });
  return command
    .description(
      "Records that the lab was told of a reconciled finding, and up to when it may answer; or why it was not told.",
    )
    .addOption(sent.conflicts("withoutNotice"))
    .option("--deadline <day>", `up to when it may answer (default: ${NOTICE_DAYS} working days later)`, parseDay)
    .option("--without-notice <reason>", "why the lab is not told")
    .addHelpText("after", "\nExample:\n  corrigible review notice 0a1b2c3d4e5f6071 --as editor --sent 2026-08-03\n");
}

function replyCommand(context: Context): Command {
  return actCommand(context, "reply", replyFields(context))
    .description(
      "Records what the lab says of a finding, word for word, and what came of it. Shown at the finding's own size.",
    )
    .option("--from <name>", "who answered, as it is signed; a signed reply says so itself")
    .requiredOption("--date <day>", "the day of the answer", parseDay)
    .addOption(new Option("--file <path>", "the answer as plain text").conflicts("signed"))
    .option("--signed <path>", "the answer as the lab signed it, with review sign-reply")
    .requiredOption("--effect <text>", "what it changed, or why it changed nothing")
    .addHelpText(
      "after",
      "\nExample:\n  corrigible review reply 0a1b2c3d4e5f6071 --as editor --from 'Example Labs, policy team' --date 2026-08-10 \\\n" +
        "    --file reply.txt --effect 'None: the text that it names is not public.'\n",
    );
}

const replyFields =
  (context: Context): FieldsOf =>
  ({ file, signed, ...rest }, finding, { respondents }) => {
    if (typeof signed === "string") {
      const note = readFile(context, "--signed", signed);
      const vkey = Object.hasOwn(respondents, finding.lab) ? respondents[finding.lab] : undefined;
      return { ...rest, ...openReply(note, { finding: finding.id, lab: finding.lab, vkey }), signed: note };
    }
    if (typeof file !== "string") throw new UserError("give --file PATH, or --signed PATH");
    return { ...rest, text: readFile(context, "--file", file) };
  };

function decisionCommand(context: Context, act: (typeof DECISIONS)[number][0], what: string): Command {
  return actCommand(context, act)
    .description(what)
    .addOption(rationale())
    .addHelpText(
      "after",
      `\nExample:\n  corrigible review ${act} 0a1b2c3d4e5f6071 --as editor --rationale 'As reconciled.'\n`,
    );
}

function correctCommand(context: Context): Command {
  return withCodes(actCommand(context, "correct"))
    .description("Corrects a finding that was published: says what it is now. What it was stays on record.")
    .addHelpText(
      "after",
      "\nExample:\n  corrigible review correct 0a1b2c3d4e5f6071 --as editor --bearing mixed --severity 1 --rationale 'The lab is right on the date.'\n",
    );
}
