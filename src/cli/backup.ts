import { resolve } from "node:path";
import { Command } from "commander";
import { backupInto, type BackupSummary, backupToFile, restoreBackup, type RestoreSummary } from "../pipeline/index.ts";
import type { Context } from "./context.ts";
import { readText } from "./read-text.ts";
import { count, oneLine } from "./terminal.ts";
import { readSoftware } from "./version.ts";
import { openNamedWorkspace, workspaceOption } from "./workspace-option.ts";

/** `corrigible backup DIR|FILE.zip` */
export function backupCommand(context: Context): Command {
  return new Command("backup")
    .description(
      "Copies all that cannot be made again, also while others write: the log, settings, tripwires, accounts, who was told what. " +
        "The copy is verified. A folder that holds an earlier backup gets what is new; a name that ends in .zip is one new file. " +
        "The key that signs the log is left out unless you say --with-key: who has it can sign another history, and a log " +
        "whose key is lost can be read and proved for ever, but never added to. Keep a copy of it somewhere.",
    )
    .argument("<place>", "a new folder, an earlier backup, or a new file .zip")
    .option("--with-key", "also keys/log.key: keep such a backup as you keep the key")
    .addOption(workspaceOption())
    .option("--json", "print one JSON object")
    .addHelpText("after", "\nExample:\n  corrigible backup /mnt/backup/watch\n")
    .action(async (place: string, options: { withKey?: true; json?: true }, command: Command) => {
      const workspace = openNamedWorkspace(context, command);
      const path = resolve(context.cwd, place);
      const back = /\.zip$/i.test(path) ? backupToFile : backupInto;
      const summary = await back(workspace, path, {
        clock: context.clock,
        software: await readSoftware(),
        withKey: options.withKey === true,
      });
      context.stdout.write(options.json ? `${JSON.stringify(summary)}\n` : formatBackup(summary));
    });
}

function formatBackup({ place, entries, texts, root, copied, kept, files, hasKey }: BackupSummary): string {
  const before = kept === 0 ? "" : `, ${kept.toLocaleString("en-US")} were there`;
  return [
    `Backed up to ${oneLine(place)}: ${count(entries, "entry", "entries")}, ${count(texts, "text")}, root ${root}.`,
    `Of the log ${count(copied, "file")} copied${before}; beside it ${files.map(oneLine).join(", ")}.`,
    "Verified: the copy is as it was recorded.",
    hasKey
      ? "The key that signs the log is in it: keep it as you keep the key."
      : "The key that signs the log is not in it. Without keys/log.key a restored log can never be added to: keep a copy.",
    "",
  ].join("\n");
}

interface RestoreCommandOptions {
  readonly seen?: string;
  readonly withoutKey?: true;
  readonly json?: true;
}

/** `corrigible restore DIR|FILE.zip DIR` */
export function restoreCommand(context: Context): Command {
  return new Command("restore")
    .description(
      "Makes a workspace of a backup in a new folder, once all of it is found to be as it was. Give --seen the newest checkpoint that " +
        "anybody has (a witness, a published copy, the old workspace): a backup that is older is refused, since to append " +
        "to it would be a rollback, a second history under the same key, which witnesses refuse and readers can prove.",
    )
    .argument("<backup>", "a backup: its folder or its file .zip")
    .argument("<dir>", "a new or empty folder")
    .option("--seen <file>", "a checkpoint of this log, cosigned or not: what is restored must go at least as far")
    .option("--without-key", "leave the log's key out: to read and prove, never to append")
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      "\nExample:\n  corrigible restore /mnt/backup/watch watch --seen cosigned && cd watch && corrigible audit\n",
    )
    .action(async (backup: string, dir: string, { seen, withoutKey, json }: RestoreCommandOptions) => {
      const summary = await restoreBackup(resolve(context.cwd, backup), resolve(context.cwd, dir), {
        seen: seen === undefined ? null : readText(resolve(context.cwd, seen)),
        withoutKey: withoutKey === true,
      });
      context.stdout.write(json ? `${JSON.stringify(summary)}\n` : formatRestore(summary, seen !== undefined));
    });
}

function formatRestore(summary: RestoreSummary, isCompared: boolean): string {
  const { folder, origin, entries, texts, root, made, files, hasKey, store } = summary;
  const size = count(entries, "entry", "entries");
  return [
    `Restored ${oneLine(folder)}: ${oneLine(origin)} with ${size}, ${count(texts, "text")}, root ${root}.`,
    `From a backup of ${made}, with ${files.map(oneLine).join(", ")}. Verified: all is as it was recorded.`,
    ...(store === null
      ? []
      : [
          `The log lay in ${oneLine(store)} and lies in the folder now. See that nobody adds to it there any more; corrigible ` +
            "store move takes it to a place of its own.",
        ]),
    ...(hasKey && !isCompared
      ? [
          `Before you append: if anybody has a checkpoint of more than ${size}, do not; see --seen in corrigible restore --help.`,
        ]
      : []),
    hasKey
      ? "The key that signs the log is there."
      : "The key that signs the log is not there: put it into keys/log.key to append, or leave it to read and prove.",
    "Next: corrigible audit, which makes the index.",
    "",
  ].join("\n");
}
