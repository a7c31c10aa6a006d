import { mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  createEvidence,
  type EvidencePaths,
  type EvidenceWriter,
  openEvidenceWriter,
} from "../../src/evidence/index.ts";
import type { VersionEntry } from "../../src/model/index.ts";

/** A new folder for one test file; the test removes it. */
export function makeFolder(): string {
  return mkdtempSync(join(tmpdir(), "corrigible-evidence-"));
}

/** A log in a folder of its own. */
export interface TestLog extends EvidencePaths {
  /** Path of its folder. */
  readonly dir: string;
}

/** An empty log in `folder`. */
export function makeLog(folder: string): TestLog {
  mkdirSync(folder, { recursive: true });
  const paths = logAt(folder);
  createEvidence({ ...paths, origin: "log.example/test" });
  return paths;
}

/** The places of a log in `folder`. */
export function logAt(folder: string): TestLog {
  const dir = join(folder, "evidence");
  return { place: dir, dir, keysDir: join(folder, "keys"), stateDir: join(folder, "state") };
}

/** Runs something with a writer, and closes it. */
export function write<T>(paths: EvidencePaths, run: (writer: EvidenceWriter) => T): T {
  const writer = openEvidenceWriter(paths);
  try {
    return run(writer);
  } finally {
    writer.close();
  }
}

/** A text of some 3 kB; each third entry has the text of the one before. */
export function textOf(index: number): Uint8Array {
  const at = index - (index % 3 === 2 ? 1 : 0);
  const lines = Array.from(
    { length: 40 },
    (_, line) => `Rule ${line}: you may not do ${(at * 31 + line) % 977} of them.`,
  );
  return Buffer.from(`# Policy ${at}\n\n${lines.join("\n\n")}\n`);
}

export function versionOf(index: number, blob: string, size: number): VersionEntry {
  const day = `${1 + (index % 28)}`.padStart(2, "0");
  return {
    type: "version",
    blob,
    size,
    cause: "change",
    date: `2024-02-${day}T18:00:00Z`,
    service: "Dall·E",
    terms: `Policy ${index % 7}`,
    origin: {
      kind: "ota-git",
      repository: "a".repeat(40),
      commit: index.toString(16).padStart(40, "0"),
      path: `Dall·E/Policy ${index % 7}.md`,
    },
  };
}

/** Appends entries, each with its text, until the log has `size`; `perAppend` at a time. */
export function record(
  writer: EvidenceWriter,
  size: number,
  perAppend = size,
  onAppended: (size: number) => void = () => {},
): void {
  while (writer.size < size) {
    const indexes = Array.from({ length: Math.min(perAppend, size - writer.size) }, (_, at) => writer.size + at);
    const texts = indexes.map(textOf);
    const hashes = writer.putBlobs(texts);
    writer.append(indexes.map((index, at) => versionOf(index, hashes[at] as string, (texts[at] as Uint8Array).length)));
    onAppended(writer.size);
  }
}

/** Appends entries until the log has `size`, of which those from 30 on share 20 texts: such a log is verified sooner. */
export function recordFewTexts(writer: EvidenceWriter, size: number): void {
  record(writer, 30);
  const old = [...writer.entries()].map(({ entry }) => entry).filter((entry) => entry.type === "version");
  writer.append(
    Array.from({ length: size - 30 }, (_, at) => {
      const { blob, size } = old[at % old.length] as VersionEntry;
      return versionOf(30 + at, blob, size);
    }),
  );
}
