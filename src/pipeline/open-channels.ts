import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import {
  type AddressGuard,
  EmailSender,
  FeedSender,
  readSecret,
  type Receiver,
  type Sender,
  subscriberSecret,
  WebhookSender,
} from "../alerts/index.ts";
import { loadHttp, readCsv } from "../sources/index.ts";
import { UserError } from "../std/index.ts";
import type { Channel, Declared } from "../tripwires/index.ts";
import type { Workspace } from "./workspace.ts";

/** What channels have from outside the workspace. */
export interface Outside {
  /** The value of an environment variable. */
  readonly secret: (name: string) => string | undefined;
  /** For tests: webhooks may go to loopback and private addresses, and without encryption. */
  readonly allowPrivate: boolean;
  readonly userAgent: string;
  readonly clock: () => Date;
}

/** Subscribers of one list at most, and characters of a subscriber's id and address. */
const SUBSCRIBERS_MAX = 100_000;
const ID = /^[A-Za-z0-9][A-Za-z0-9._@-]{0,99}$/;
const ADDRESS_LENGTH_MAX = 2_000;

/**
 * Opens the declared channels, by name; nothing is sent yet. Throws a UserError where a variable is not set, a list of
 * subscribers cannot be read, or an address is none that a webhook may go to.
 */
export async function openChannels(
  workspace: Workspace,
  { channels }: Declared,
  outside: Outside,
): Promise<ReadonlyMap<string, Sender>> {
  const guard = await makeGuard(outside);
  const open = [...channels].map(
    ([name, channel]) => [name, openChannel(workspace, name, channel, guard, outside)] as const,
  );
  return new Map(open);
}

function openChannel(
  workspace: Workspace,
  name: string,
  channel: Channel,
  guard: AddressGuard,
  outside: Outside,
): Sender {
  if ("feed" in channel) {
    const id = `urn:corrigible:feed:${workspace.origin}:${name}`;
    const path = resolve(workspace.folder, channel.feed);
    return new FeedSender({ channel: name, path, title: channel.title ?? `Corrigible: ${name}`, id });
  }
  if ("email" in channel) {
    const { email: to, from, smtp, password } = channel;
    return new EmailSender({
      to,
      from,
      smtp,
      password: password === undefined ? null : needSecret(outside, name, password),
    });
  }
  const secret = readSecret(needSecret(outside, name, channel.secret), channel.secret);
  const receivers =
    "webhook" in channel
      ? new Map([["", { url: checkAddress(channel.webhook, name, outside), secret }]])
      : readSubscribers(workspace, name, channel.webhooks, secret, outside);
  return new WebhookSender(receivers, { guard, userAgent: outside.userAgent, clock: outside.clock });
}

function needSecret({ secret }: Pick<Outside, "secret">, channel: string, variable: string): string {
  const value = secret(variable);
  if (value === undefined || value === "") {
    throw new UserError(`the channel ${channel} needs the environment variable ${variable}, which is not set`);
  }
  return value;
}

/** The secret of a channel's receiver; `subscriber`: where the channel is a list. Throws a UserError where it has none. */
export function secretOf(
  { channels }: Declared,
  name: string,
  subscriber: string | undefined,
  outside: Pick<Outside, "secret">,
): Uint8Array {
  const channel = channels.get(name);
  if (channel === undefined) throw new UserError(`no channel "${name}" is declared`);
  if (!("secret" in channel)) throw new UserError(`the channel ${name} has no secret: it is no webhook`);
  const secret = readSecret(needSecret(outside, name, channel.secret), channel.secret);
  if ("webhook" in channel) return secret;
  if (subscriber === undefined) throw new UserError(`${name} is a list; name the subscriber too`);
  return subscriberSecret(secret, subscriber);
}

/**
 * Reads a list of subscribers: CSV with the columns `id` and `url`. Each has a secret of its own, made from the list's.
 * Throws a UserError that names file and row.
 */
function readSubscribers(
  workspace: Workspace,
  channel: string,
  file: string,
  listSecret: Uint8Array,
  outside: Outside,
): Map<string, Receiver> {
  const rows = readCsv(readList(workspace, channel, file), file);
  const header = rows.next().value as readonly string[] | undefined;
  if (header?.[0] !== "id" || header[1] !== "url") throw new UserError(`${file}:1: the columns are id,url`);
  const receivers = new Map<string, Receiver>();
  let row = 1;
  for (const [id = "", url = "", ...more] of rows) {
    row++;
    if (id === "" && url === "") continue;
    const place = `${file}:${row}`;
    if (more.length > 0) throw new UserError(`${place}: more than id and url`);
    if (!ID.test(id)) throw new UserError(`${place}: an id is letters, digits and . _ @ -, at most 100`);
    if (receivers.has(id)) throw new UserError(`${place}: ${id} is there twice`);
    if (receivers.size >= SUBSCRIBERS_MAX) throw new UserError(`${place}: more than ${SUBSCRIBERS_MAX} subscribers`);
    receivers.set(id, { url: checkAddress(url, place, outside), secret: subscriberSecret(listSecret, id) });
  }
  return receivers;
}

function readList({ folder }: Workspace, channel: string, file: string): string {
  try {
    return readFileSync(join(folder, file), "utf8");
  } catch (cause) {
    throw new UserError(`the channel ${channel} has no list ${file} in ${folder}`, undefined, { cause });
  }
}

function checkAddress(url: string, place: string, { allowPrivate }: Outside): string {
  const isAddress = URL.canParse(url) && url.length <= ADDRESS_LENGTH_MAX;
  const protocol = isAddress ? new URL(url).protocol : "";
  if (protocol === "https:" || (allowPrivate && protocol === "http:")) return url;
  throw new UserError(`${place}: a webhook goes to an address that begins with https://`);
}

async function makeGuard({ allowPrivate }: Outside): Promise<AddressGuard> {
  const { checkUrl, guardedLookup, systemResolve } = await loadHttp();
  return { check: (url) => checkUrl(url, allowPrivate), lookup: guardedLookup(systemResolve, allowPrivate) };
}
