import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { acknowledge, startReceiver } from "../test/helpers/receiver.ts";
import { auditExample } from "../test/helpers/served.ts";
import { BIN, inFolder, readPeakMb } from "./archive.ts";
import type { Measure } from "./run.ts";

const SUBSCRIBERS = 10_000;
const MEMORY_MB_MAX = 400;
const SECONDS_MAX = 120;
/** Of so many subscribers one fails at its first delivery. */
const FAILING_OF = 3;
const DAY_MS = 24 * 3_600_000;
const SAMPLE_MS = 20;
const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=";

/** One alert for ten thousand subscribers, each at an address of its own, a third of which fail at first. */
export function benchAlerts(): Promise<readonly Measure[]> {
  return inFolder(async (folder) => {
    const workspace = await auditExample(folder);
    const failed = new Set<string>();
    const receiver = await startReceiver((delivery, response) => {
      const { path } = delivery;
      const fails = Number(path.slice(1)) % FAILING_OF === 0 && !failed.has(path);
      if (!fails) return acknowledge(delivery, response);
      failed.add(path);
      response.writeHead(503).end();
    });
    declare(workspace, new URL(receiver.url).port);
    const first = await run(workspace, 0);
    const second = await run(workspace, 1);
    receiver.stop();
    const acknowledged = receiver.received.filter((one) => one.acknowledged);
    const reached = new Set(acknowledged.map(({ path }) => path)).size;
    return [
      { what: `${SUBSCRIBERS} deliveries, a third failing`, value: first.seconds, unit: "s", max: SECONDS_MAX },
      { what: "the third again, a day later", value: second.seconds, unit: "s", max: SECONDS_MAX },
      { what: "peak memory", value: Math.max(first.peakMb, second.peakMb), unit: "MB", max: MEMORY_MB_MAX },
      { what: "subscribers that were never reached", value: SUBSCRIBERS - reached, unit: "", max: 0 },
      { what: "second deliveries to one that acknowledged", value: acknowledged.length - reached, unit: "", max: 0 },
      { what: "deliveries in all", value: receiver.received.length, unit: "", max: null },
    ];
  });
}

/** Each subscriber is a host of its own: all of 127.0.0.0/8 is this machine. */
function declare(workspace: string, port: string): void {
  const rows = Array.from({ length: SUBSCRIBERS }, (_, at) => {
    const host = `127.1.${Math.floor(at / 250)}.${(at % 250) + 1}`;
    return `s${at},http://${host}:${port}/${at}\n`;
  });
  writeFileSync(join(workspace, "subscribers.csv"), `id,url\n${rows.join("")}`);
  const wire =
    "  - { name: quiet, when: change, subject: use, direction: loosens, severity: 3, disclosed: no, notify: [all] }\n";
  const channel = "  all: { webhooks: subscribers.csv, secret: BENCH_SECRET }\n";
  writeFileSync(join(workspace, "tripwires.yaml"), `tripwires:\n${wire}channels:\n${channel}`);
}

interface Ran {
  readonly seconds: number;
  /** Peak resident memory in MB; 0 where the system does not tell. */
  readonly peakMb: number;
}

async function run(workspace: string, day: number): Promise<Ran> {
  const began = performance.now();
  const child = spawn(BIN, ["tripwire", "run", "--since", "2020-01-01", "--workspace", workspace], {
    env: {
      ...process.env,
      CORRIGIBLE_ALLOW_PRIVATE: "1",
      CORRIGIBLE_NOW: new Date(Date.now() + day * DAY_MS).toISOString(),
      BENCH_SECRET: SECRET,
    },
    stdio: "ignore",
  });
  let peakMb = 0;
  const sampling = setInterval(() => (peakMb = Math.max(peakMb, readPeakMb(child.pid))), SAMPLE_MS);
  await once(child, "close");
  clearInterval(sampling);
  return { seconds: (performance.now() - began) / 1_000, peakMb };
}
