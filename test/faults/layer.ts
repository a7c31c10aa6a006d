import type { FileCalls } from "../../src/std/files.ts";

/** What goes wrong in the calls to the file system of one process; calls are counted from 1. */
export interface LayerFault {
  /** Dies at this call: SIGKILL, before it is made. */
  readonly killAt?: number;
  /** From this fsync on, so many fail; what they were to bring to the disk is not told. */
  readonly syncFails?: { readonly from: number; readonly times: number };
  /** Bytes that can still be written; a write that goes beyond leaves its beginning. */
  readonly space?: number;
  /** From this call on, so many of removals and renames fail. */
  readonly namesFail?: { readonly from: number; readonly times: number };
}

/** How often the file system was called: in all, for an fsync, to rename, make or remove. */
export interface Calls {
  all: number;
  syncs: number;
  names: number;
}

/** Calls that fail as told, counted in `calls`. */
export function faultyFiles(real: FileCalls, fault: LayerFault, calls: Calls): FileCalls {
  let space = fault.space ?? Infinity;
  const count = (): void => {
    calls.all++;
    if (calls.all === fault.killAt) process.kill(process.pid, "SIGKILL");
  };
  const name = <A extends readonly unknown[]>(call: (...args: A) => void): ((...args: A) => void) => {
    return (...args) => {
      count();
      calls.names++;
      if (isWithin(calls.names, fault.namesFail)) throw failure("EIO", "i/o error");
      call(...args);
    };
  };
  return {
    open(path, flags, mode) {
      count();
      if (flags === "w" && space <= 0) throw failure("ENOSPC", "no space left on device");
      return real.open(path, flags, mode);
    },
    write(descriptor, bytes) {
      count();
      real.write(descriptor, bytes.subarray(0, space));
      space -= bytes.byteLength;
      if (space < 0) throw failure("ENOSPC", "no space left on device");
    },
    syncAll(descriptors) {
      for (const descriptor of descriptors) {
        count();
        calls.syncs++;
        if (isWithin(calls.syncs, fault.syncFails)) throw failure("EIO", "i/o error");
        real.syncAll([descriptor]);
      }
    },
    close: real.close,
    rename: name(real.rename),
    makeFolder: name(real.makeFolder),
    removeFile: name(real.removeFile),
    removeFolder: name(real.removeFolder),
    removeTree: name(real.removeTree),
  };
}

const isWithin = (at: number, range: { readonly from: number; readonly times: number } | undefined): boolean =>
  range !== undefined && at >= range.from && at < range.from + range.times;

/** As Node throws it. */
function failure(code: string, what: string): Error {
  return Object.assign(new Error(`${code}: ${what}`), { code, syscall: "write", errno: -1 });
}
