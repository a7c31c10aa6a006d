import { createHash } from "node:crypto";
import { ALARM_CONFIDENCE } from "../model/index.ts";
import type { Alarm, EvalChange } from "./input.ts";

/** Characters of a passage in a sentence about it. */
const QUOTE_CHARACTERS_MAX = 160;
/** Of a hash in base64, 96 bits: no two texts of an archive share one by chance. */
const WORDS_CHARACTERS = 16;

/** Whether a change loosens or tightens, sure enough to count. */
export function isAlarm({ direction, confidence }: EvalChange): boolean {
  return direction !== "neutral" && confidence >= ALARM_CONFIDENCE;
}

/** Whether the document's note has words of a change: half of those that tell it, or a quarter. */
export function isTold({ disclosed }: Pick<EvalChange, "disclosed">): boolean {
  return disclosed === "yes" || disclosed === "partly";
}

/** An alarm as it is kept: its texts are cut to what is said of it. */
export function toAlarm({
  kind,
  direction,
  subject,
  severity,
  disclosed,
  date,
  newVersion,
  ...change
}: EvalChange): Alarm {
  const texts = [change.old?.text, change.new?.text];
  return {
    kind,
    direction,
    subject,
    severity,
    disclosed,
    date,
    newVersion,
    quote: quote((change.new ?? change.old)?.text ?? ""),
    words: createHash("sha256").update(texts.join("\n")).digest("base64").slice(0, WORDS_CHARACTERS),
  };
}

/** A passage as it reads, on one line, cut. */
export function quote(text: string): string {
  const line = oneLine(text);
  return line.length > QUOTE_CHARACTERS_MAX ? `${line.slice(0, QUOTE_CHARACTERS_MAX).trimEnd()}…` : line;
}

/** A clause as it reads, on one line. */
export function oneLine(text: string): string {
  return text
    .replaceAll(/[_*]{1,3}(?=\S)|(?<=\S)[_*]{1,3}/g, "")
    .replaceAll(/\s+/g, " ")
    .trim();
}
