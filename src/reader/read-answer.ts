import type { Change } from "../model/index.ts";
import { quotable } from "./prompt.ts";
import { type Answer, verdictSchema } from "./reading.ts";

const DETAIL_LENGTH_MAX = 200;

/** Reads what an endpoint answered about a change. Never throws: what is no verdict is `malformed`. */
export function readAnswer(text: string, change: Pick<Change, "old" | "new">): Answer {
  const parsed = parseObject(text);
  if (parsed === undefined) return malformed("no JSON object in the answer");
  const result = verdictSchema.safeParse(parsed);
  if (!result.success) {
    const [issue] = result.error.issues;
    return malformed(`${issue?.path.join(".") || "the answer"}: ${issue?.message ?? "not as asked"}`);
  }
  if (!isQuoted(result.data.quote, change)) return malformed("the quote does not stand in the texts");
  return { kind: "verdict", verdict: result.data };
}

export const malformed = (detail: string): Answer => ({
  kind: "none",
  why: "malformed",
  detail: detail.slice(0, DETAIL_LENGTH_MAX),
});

/** The object between the first brace and the last: models like to talk before it, or to fence it. */
function parseObject(text: string): unknown {
  const [from, to] = [text.indexOf("{"), text.lastIndexOf("}")];
  if (from === -1 || to < from) return undefined;
  try {
    return JSON.parse(text.slice(from, to + 1)) as unknown;
  } catch {
    return undefined;
  }
}

const plain = (text: string): string =>
  text.replaceAll(/\s+/g, " ").replaceAll(/[“”]/g, '"').replaceAll(/[‘’]/g, "'").trim();

/** Whether words stand in one of the texts as they were sent; white space and the form of quotation marks aside. */
function isQuoted(quote: string, change: Pick<Change, "old" | "new">): boolean {
  const words = plain(quote);
  return words !== "" && quotable(change).some((text) => plain(text).includes(words));
}
