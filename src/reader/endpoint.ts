import type OpenAI from "openai";
import type { Change } from "../model/index.ts";
import { INSTRUCTIONS, makePrompt } from "./prompt.ts";
import { malformed, readAnswer } from "./read-answer.ts";
import type { Answer } from "./reading.ts";

/** An endpoint that speaks OpenAI's chat completions, here or elsewhere. */
export interface Endpoint {
  /** Base address, "http://127.0.0.1:11434/v1". */
  readonly url: URL;
  readonly model: string;
  /** Sent as a bearer token; null for an endpoint that asks for none. Never logged. */
  readonly key: string | null;
  /** How long one try at an answer may take, in milliseconds. */
  readonly timeoutMs: number;
}

export type Ask = (change: Pick<Change, "kind" | "old" | "new" | "nearest">) => Promise<Answer>;

/** Tries after the first, where the endpoint is busy, failing or silent; the SDK waits longer before each. */
const RETRIES_MAX = 2;
/** Tokens of an answer: the object that is asked for, with room for a long quote. */
const ANSWER_TOKENS_MAX = 1_000;
const DETAIL_LENGTH_MAX = 200;

/**
 * How to ask an endpoint about a change. An answer is a verdict, or says why there is none; asking does not throw.
 * Goes to the address given and nowhere else: a redirect is an unreachable endpoint.
 */
export async function makeAsk({ url, model, key, timeoutMs }: Endpoint): Promise<Ask> {
  // Loaded here: no other command needs it.
  const sdk = await import("openai");
  const client = new sdk.OpenAI({
    baseURL: url.href.replace(/\/$/, ""),
    // The SDK wants one, and takes what the environment has where none is given.
    apiKey: key ?? "none",
    organization: null,
    project: null,
    timeout: timeoutMs,
    maxRetries: RETRIES_MAX,
    fetchOptions: { redirect: "error" },
    logLevel: "off",
  });
  return async (change) => {
    try {
      const { choices } = await client.chat.completions.create({
        model,
        temperature: 0,
        max_tokens: ANSWER_TOKENS_MAX,
        messages: [
          { role: "system", content: INSTRUCTIONS },
          { role: "user", content: makePrompt(change) },
        ],
      });
      return readChoice(choices?.[0], change);
    } catch (error) {
      return readFailure(error, sdk);
    }
  };
}

function readChoice(
  choice: OpenAI.Chat.Completions.ChatCompletion.Choice | undefined,
  change: Pick<Change, "old" | "new">,
): Answer {
  if (!choice?.message) return malformed("the endpoint answered without a message");
  const { refusal, content } = choice.message;
  if (refusal || choice.finish_reason === "content_filter") {
    return { kind: "none", why: "refused", detail: (refusal ?? "content filter").slice(0, DETAIL_LENGTH_MAX) };
  }
  if (choice.finish_reason === "length") return malformed("the answer was cut off");
  return typeof content === "string" ? readAnswer(content, change) : malformed("the answer is no text");
}

function readFailure(error: unknown, sdk: typeof import("openai")): Answer {
  if (error instanceof sdk.APIConnectionTimeoutError)
    return { kind: "none", why: "timeout", detail: "no answer in time" };
  if (error instanceof sdk.APIConnectionError) {
    const { cause } = error;
    const why = cause instanceof Error ? (cause.cause instanceof Error ? cause.cause.message : cause.message) : "";
    return unreachable(why || "no connection");
  }
  if (error instanceof sdk.APIError) return unreachable(`status ${error.status ?? "unknown"}`);
  // The SDK throws what JSON.parse throws where a body is no JSON.
  return malformed(error instanceof Error ? error.message : "unknown failure");
}

const unreachable = (detail: string): Answer => ({
  kind: "none",
  why: "unreachable",
  detail: detail.slice(0, DETAIL_LENGTH_MAX),
});
