import { Parser } from "htmlparser2";
import { EXIT, UserError } from "../../std/index.ts";
import { type BucketPlace, describePlace } from "../place.ts";
import { ask } from "./ask.ts";

/** The longest page: 1,000 names of at most 1,024 bytes, each with what stands around it. */
const PAGE_BYTES_MAX = 8_000_000;

interface Page {
  readonly keys: readonly string[];
  /** Where the next page begins; null: this is the last. */
  readonly next: string | null;
}

/** Paths of all objects of the log below a path, in the order of their bytes. */
export function* listObjects(place: BucketPlace, below: string): Generator<string> {
  const start = place.prefix === "" ? "" : `${place.prefix}/`;
  const prefix = `${start}${below}`;
  let next: string | null = null;
  do {
    const query: Record<string, string> = { "list-type": "2", prefix };
    if (next !== null) query["continuation-token"] = next;
    const { status, bytes } = ask(place, { method: "GET", path: null, query, bytesMax: PAGE_BYTES_MAX });
    const page: Page | null = status === 200 ? parsePage(Buffer.from(bytes).toString("utf8")) : null;
    if (!page || (page.next !== null && page.next === next)) {
      throw new UserError(`${describePlace(place)}: ${place.endpoint} gave no list of its objects`, EXIT.outside);
    }
    yield* page.keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(start.length));
    ({ next } = page);
  } while (next !== null);
}

/** ListBucketResult; null for any other document. */
function parsePage(xml: string): Page | null {
  const path: string[] = [];
  const keys: string[] = [];
  let text = "";
  let next: string | null = null;
  let isTruncated = false;
  let isList = false;
  const parser = new Parser(
    {
      onopentagname(name) {
        path.push(name);
        text = "";
        isList ||= path.length === 1 && name === "ListBucketResult";
      },
      ontext: (part) => void (text += part),
      onclosetag() {
        const at = path.slice(1).join("/");
        if (at === "Contents/Key") keys.push(text);
        if (at === "NextContinuationToken") next = text;
        if (at === "IsTruncated") isTruncated = text.trim() === "true";
        path.pop();
      },
    },
    { xmlMode: true },
  );
  parser.end(xml);
  if (!isList || (isTruncated && next === null)) return null;
  return { keys, next: isTruncated ? next : null };
}
