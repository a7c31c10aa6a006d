import { createHash } from "node:crypto";
import { createTransport } from "nodemailer";
import { failed, type Message, type Outcome, type Sender } from "../channel.ts";
import { formatHtml, formatText, titleOf } from "../words.ts";

/** Connections to the mail server at a time; for connecting, for its greeting, for each answer, in milliseconds. */
const CONNECTIONS_MAX = 2;
const CONNECT_MS = 15_000;
const ANSWER_MS = 30_000;
/** Characters of a subject: longer ones are cut by readers anyhow. */
const SUBJECT_LENGTH_MAX = 150;

export interface EmailOptions {
  readonly to: readonly string[];
  readonly from: string;
  /** `smtps://user@mail.example.org:465`, or `smtp:` for a connection that turns to TLS where the server offers it. */
  readonly smtp: string;
  /** Null: no log-in. Where there is one, nothing is sent before the connection is encrypted, but on this machine. */
  readonly password: string | null;
}

/** Delivers by e-mail, one letter for each address and alert. */
export class EmailSender implements Sender {
  readonly #options: EmailOptions;
  readonly #transport: ReturnType<typeof openTransport>;

  constructor(options: EmailOptions) {
    this.#options = options;
    this.#transport = openTransport(options);
  }

  get targets(): Iterable<string> {
    return this.#options.to;
  }

  async send(target: string, message: Message): Promise<Outcome> {
    const { from, to } = this.#options;
    if (!to.includes(target)) return { is: "withdrawn" };
    try {
      await this.#transport.sendMail({ ...composeLetter(message, from, target), envelope: { from, to: [target] } });
      return { is: "delivered" };
    } catch (error) {
      return failed(explain(error));
    }
  }

  close(): void {
    this.#transport.close();
  }
}

function openTransport({ smtp, password }: EmailOptions) {
  const { protocol, hostname, port, username } = new URL(smtp);
  const secure = protocol === "smtps:";
  const isHere = ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
  return createTransport({
    pool: true,
    maxConnections: CONNECTIONS_MAX,
    host: hostname.replace(/^\[|\]$/g, ""),
    port: Number(port) || (secure ? 465 : 587),
    secure,
    requireTLS: password !== null && !secure && !isHere,
    // A server on this machine has no certificate of a name that could be checked.
    ignoreTLS: isHere && !secure,
    ...(password === null ? {} : { auth: { user: decodeURIComponent(username), pass: password } }),
    connectionTimeout: CONNECT_MS,
    greetingTimeout: ANSWER_MS,
    socketTimeout: ANSWER_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

/** One letter: plain text and simple HTML. Its Message-ID is the same at every try, so that mail programs show it once. */
function composeLetter(message: Message, from: string, to: string) {
  const { alert, at } = message;
  const host = from.slice(from.lastIndexOf("@") + 1);
  const own = createHash("sha256").update(`${alert.id}\n${to}`).digest("hex").slice(0, 32);
  return {
    from: { name: "Corrigible", address: from },
    to: { name: "", address: to },
    subject: titleOf(message).slice(0, SUBJECT_LENGTH_MAX).toWellFormed(),
    text: formatText(message),
    html: `<!doctype html><html lang="en"><meta charset="utf-8"><body>\n${formatHtml(message)}</body></html>\n`,
    messageId: `<${own}@${host}>`,
    date: new Date(at),
    headers: { "Auto-Submitted": "auto-generated", "X-Corrigible-Alert": alert.id },
  };
}

/** What the server said, or what kept us from asking it. Its answer may repeat what we sent, never the password. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return "unknown failure";
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  const status = typeof responseCode === "number" ? ` (status ${responseCode})` : "";
  return code === "EAUTH" ? `the mail server refuses the log-in${status}` : `${error.message}${status}`;
}
