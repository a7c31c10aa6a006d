import { resolve } from "node:path";
import { type Command, Option } from "commander";
import { findWorkspace, openWorkspace, type Workspace } from "../pipeline/index.ts";
import { UserError } from "../std/index.ts";
import type { Context } from "./context.ts";

/** The option that every command in a workspace has. */
export function workspaceOption(): Option {
  return new Option("--workspace <dir>", "workspace folder (default: found upwards from here)");
}

/** The folder of the workspace that the command line, the environment or the current folder names; null: none. */
export function findNamedWorkspace(context: Context, command: Command): string | null {
  const { workspace: named } = command.optsWithGlobals<{ workspace?: string }>();
  const folder = named ?? context.workspace;
  return folder === undefined ? findWorkspace(context.cwd) : resolve(context.cwd, folder);
}

/** Opens the workspace that the command line, the environment or the current folder names, in this order. */
export function openNamedWorkspace(context: Context, command: Command): Workspace {
  const found = findNamedWorkspace(context, command);
  if (found === null) {
    throw new UserError(
      `no workspace here or in a folder above; make one with corrigible init DIR, or name one with --workspace DIR`,
    );
  }
  return openWorkspace(found, { database: context.database, secret: context.secret });
}
