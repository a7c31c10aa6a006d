import { syncFolders } from "../std/index.ts";
import { BucketStore } from "./bucket/bucket-store.ts";
import { openBucketToWrite } from "./bucket/sequencer.ts";
import { FolderStore } from "./folder-store.ts";
import { openFolderToWrite } from "./folder-writer.ts";
import type { EvidencePlace } from "./place.ts";
import type { LogStore, StoreWriter } from "./store.ts";

/** The store at a place, to read. Asks nothing of it yet. */
export function openStore(place: EvidencePlace): LogStore {
  return typeof place === "string" ? new FolderStore(place) : new BucketStore(place, { copies: true });
}

/** As {@link openStore}, but every byte that is read comes from there, none from a copy. */
export function openStoreItself(place: EvidencePlace): LogStore {
  return typeof place === "string" ? new FolderStore(place) : new BucketStore(place, { copies: false });
}

/**
 * Waits until the disk has the checkpoint that readers of a log see: who wrote it may have died before it had. To be called
 * before somebody is told that something is recorded already.
 */
export function settleEvidence(place: EvidencePlace): void {
  const store = openStore(place);
  if (store instanceof FolderStore) syncFolders([store.name]);
}

/**
 * The store at a place, to write. `vkey`: the log's. Throws a UserError where there is no log, or where another writer has
 * it.
 */
export function openStoreToWrite(place: EvidencePlace, stateDir: string, vkey: string): StoreWriter {
  return typeof place === "string" ? openFolderToWrite(place, stateDir) : openBucketToWrite(place, stateDir, vkey);
}
