import type { HonoRequest } from "hono";
import { Unreadable } from "./page.ts";

/** What was sent, as text. Throws Unreadable for another type than this, or for more bytes than `most`, whatever headers say. */
export async function readBody({ raw }: HonoRequest, type: string, most: number): Promise<string> {
  if (raw.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() !== type) {
    throw new Unreadable(`It is sent as ${type}.`, 415);
  }
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of raw.body ?? []) {
    length += part.length;
    if (length > most) throw new Unreadable(`At most ${most / 1024} KiB can be sent here.`, 413);
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}
