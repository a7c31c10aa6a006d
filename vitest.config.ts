import { statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** Milliseconds after which a test hangs: several times what the longest takes, so that a busy machine makes none fail. */
const HANGS_MS = 300_000;

/** Free bytes from which tests work in memory: several times what they leave at once. */
const MEMORY_BYTES_MIN = 1024 ** 3;

export default defineConfig({
  test: {
    include: ["src/**/*.test.{ts,tsx}", "test/**/*.test.{ts,tsx}"],
    testTimeout: HANGS_MS,
    hookTimeout: HANGS_MS,
    env: {
      TMPDIR: temporaryFolder(),
      // Tests start hundreds of processes; each takes its code compiled from here.
      NODE_COMPILE_CACHE: fileURLToPath(new URL("node_modules/.cache/corrigible", import.meta.url)),
    },
  },
});

/** A disk in memory where there is one: a killed process loses no page, so that waiting for a disk shows nothing. */
function temporaryFolder(): string {
  const memory = "/dev/shm";
  try {
    const { bavail, bsize } = statfsSync(memory);
    return bavail * bsize >= MEMORY_BYTES_MIN ? memory : tmpdir();
  } catch {
    return tmpdir();
  }
}
