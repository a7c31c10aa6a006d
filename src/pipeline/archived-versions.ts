import { type EvidenceReader, type EvidenceWriter, sha256Hex } from "../evidence/index.ts";
import { documentOf, type Entry, type LabTable } from "../model/index.ts";
import type { Capture, Outcome, Tracked, TrackedPage } from "../sources/index.ts";
import { inTimeOrder, readHistories } from "./history-order.ts";
import { momentOf, readText } from "./read-pages.ts";

/** A document's pages as they were at one time, kept by an archive. */
export interface ArchivedMoment {
  readonly tracked: Tracked;
  /** Its pages, as they were declared for that time. */
  readonly pages: readonly TrackedPage[];
  readonly captures: readonly Capture[];
  /** The records that were used, as a gzipped WARC file. */
  readonly warc: Uint8Array;
}

/** What became of a moment: a version, a text that was known, or what stood in the document's place. */
export type MomentOutcome = "recorded" | "known" | Exclude<Outcome, "document">;

/**
 * Puts texts that archives kept into the histories of a log: each where its date puts it, unless the text before it is the
 * same. Blobs are stored at once, entries when they are taken: {@link takeEntries}.
 */
export class ArchivedVersions {
  readonly #labTable: LabTable;
  readonly #histories: ReturnType<typeof readHistories>;
  readonly #entries: Entry[] = [];
  #next: number;
  #versions = 0;
  readonly #documents = new Set<string>();

  constructor(evidence: EvidenceReader, labTable: LabTable) {
    this.#labTable = labTable;
    this.#histories = readHistories(evidence, labTable);
    this.#next = evidence.size;
  }

  /** Versions added so far, and their documents. */
  get added(): { readonly versions: number; readonly documents: number } {
    return { versions: this.#versions, documents: this.#documents.size };
  }

  /** Reads the document's text at a moment, and adds it where it is new. */
  async add(writer: EvidenceWriter, { tracked, pages, captures, warc }: ArchivedMoment): Promise<MomentOutcome> {
    const failed = captures.find(({ outcome }) => outcome !== "document");
    if (failed) return failed.outcome === "document" ? "known" : failed.outcome;
    const { service, terms } = tracked;
    const { document } = documentOf(this.#labTable, service, terms);
    const date = momentOf(captures);
    if (date === undefined) return "failed";
    const history = this.#histories.get(document) ?? [];
    // Strictly before, so that an archive imported again is read as it was the first time.
    const before = history.findLast(({ entry }) => entry.date < date)?.entry.blob;
    const previous = before === undefined ? undefined : Buffer.from(writer.blob(before)).toString("utf8");
    const { text } = await readText(captures, { pages, place: tracked.place, previous });
    if (text === "") return "empty";
    const bytes = Buffer.from(text);
    const sha256 = sha256Hex(bytes);
    if (before === sha256 || history.some(({ entry }) => entry.date === date && entry.blob === sha256)) return "known";
    const [kept = "", blob = ""] = writer.putBlobs([warc, bytes]);
    const version: Entry = {
      type: "version",
      blob,
      size: bytes.byteLength,
      cause: before === undefined ? "first-record" : "change",
      date,
      service,
      terms,
      origin: { kind: "capture", url: (pages[0] as TrackedPage).url, warc: kept },
    };
    const name = `${document} ${date}`;
    this.#entries.push({ type: "input", source: "web-archive", name, blob: kept, size: warc.byteLength }, version);
    this.#histories.set(document, inTimeOrder([...history, { index: this.#next++, entry: version }]));
    this.#versions++;
    this.#documents.add(document);
    return "recorded";
  }

  /** The entries of all that was added since the last time, with the one that closes them; none where nothing was. */
  takeEntries(recorded: string): Entry[] {
    const entries = this.#entries.splice(0);
    if (entries.length === 0) return [];
    return [...entries, { type: "import", source: "web-archive", inputs: entries.length / 2, recorded }];
  }
}
