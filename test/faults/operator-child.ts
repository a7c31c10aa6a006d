/** An operator who may be killed: `node operator-child.ts ORDER-AS-JSON`. Prints what was acknowledged, one JSON object a line. */
import { writeSync } from "node:fs";
import { type Command, perform } from "./command.ts";
import { faultyFiles, type LayerFault } from "./layer.ts";
import type { Told } from "./operator.ts";
import { std } from "./product.ts";

const order = JSON.parse(process.argv[2] ?? "") as Command & { readonly fault?: LayerFault };
// At once: what is told has been told, whatever happens next.
const tell = (told: Told): void => void writeSync(1, `${JSON.stringify(told)}\n`);

// Whoever started it holds the other end: gone, so is this process.
process.stdin.on("close", () => process.exit()).resume();

const calls = { all: 0, syncs: 0, names: 0 };
std.replaceFiles(faultyFiles(std.NODE_FILES, order.fault ?? {}, calls));
const { code, stderr } = await perform(order, (checkpoint) => tell({ acknowledged: checkpoint }));
tell({ ended: { code, stderr, calls } });
process.exit(code);
