import { existsSync } from "node:fs";
import { join } from "node:path";
import { type FoundFile, listFiles } from "./files.ts";
import { isMissing, readLimited } from "./layout.ts";
import type { LogStore } from "./store.ts";

/** A log in a folder. */
export class FolderStore implements LogStore {
  readonly name: string;

  constructor(dir: string) {
    this.name = dir;
  }

  read(path: string, bytesMax: number): Uint8Array | null {
    try {
      return readLimited(join(this.name, path), bytesMax);
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  has(path: string): boolean {
    return existsSync(join(this.name, path));
  }

  list(below?: string): Iterable<FoundFile> {
    return listFiles(this.name, below);
  }

  prefetch(): void {
    // A disk is near.
  }

  forget(): boolean {
    return false;
  }

  pause(): void {
    // A disk shows at once what is there.
  }
}
