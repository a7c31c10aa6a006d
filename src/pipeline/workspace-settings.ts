import { LineCounter, parseDocument, stringify } from "yaml";
import * as z from "zod";
import { labTableSchema } from "../model/index.ts";
import { UserError } from "../std/index.ts";

/** Names an evidence log: what a signed note allows as a key name, https://c2sp.org/signed-note. */
const origin = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\s+]+$/u, "a name without spaces and plus signs, as corrigible.local/example");

/** The log's public key, https://c2sp.org/signed-note#verifier-keys. */
const vkey = z.string().regex(/^[^\s+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+$/u, "a key as name+hash+key");

/** A web archive of others: an address without a query. */
const wayback = z.url({ protocol: /^https?$/, error: "an address as https://web.archive.org" });

/** Who signs what they do with findings, and labs that sign their replies: name or id → key. */
const signers = z.record(z.string().min(1), vkey);

const settingsSchema = labTableSchema
  .extend({ origin, vkey, wayback: wayback.optional(), reviewers: signers.optional(), respondents: signers.optional() })
  .refine(({ origin, vkey }) => vkey.startsWith(`${origin}+`), {
    path: ["origin"],
    message: "is not the name in vkey; neither can change once the log is there",
  });
export type Settings = z.infer<typeof settingsSchema>;

/** Refuses a name that a log cannot have. */
export function parseOrigin(text: string): string {
  const result = origin.safeParse(text);
  if (!result.success) throw new UserError(`"${text}" cannot name a log: ${result.error.issues[0]?.message ?? ""}`);
  return result.data;
}

/** Reads `corrigible.yaml`. Throws a UserError that names the file, the line and the field. */
export function parseSettings(text: string, file: string): Settings {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const problem = document.errors[0];
  if (problem) throw new UserError(`${file}:${lines.linePos(problem.pos[0]).line}: ${problem.message}`);
  const result = settingsSchema.safeParse(document.toJS({ maxAliasCount: 0 }));
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const path = issue?.path ?? [];
  const line = lines.linePos(positionOf(document, path)).line;
  throw new UserError(`${file}:${line}: ${path.join(".") || "the file"}: ${issue?.message ?? "not as expected"}`);
}

/** Where the field stands, or the nearest thing around it that is there. */
function positionOf(document: ReturnType<typeof parseDocument>, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length--) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (typeof node === "object" && node !== null && "range" in node && Array.isArray(node.range)) {
      return Number(node.range[0]);
    }
  }
  return 0;
}

/** The file that `corrigible init` writes. */
export function formatSettings({ origin, vkey, services, labs, fictional }: Settings): string {
  const examples =
    fictional === undefined
      ? ""
      : `\n# Labs that do not exist. They are evaluated apart: no number of a real lab rests on them.\n${stringify({ fictional })}`;
  return `# A Corrigible workspace. Change it with an editor; then run: corrigible audit

# Name and public key of the evidence log. Its checkpoints and proofs carry them; give the key to whoever is to check.
# They cannot change once the log is there.
${stringify({ origin, vkey }, { lineWidth: 0 })}
# Service → lab. A service that is not named here is its own lab.
#   formerly: names that the service had before; its documents continue through the rename
#   prefix:   keeps its documents apart from those of the lab's other services
${stringify({ services }, { lineWidth: 0 })}
# Labs by the names that people write.
${stringify({ labs }, { lineWidth: 0 })}${examples}`;
}
