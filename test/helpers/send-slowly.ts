interface Sent {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Posts the first half of a body, waits for `between`, and then the rest; nothing is followed. */
export function sendSlowly(
  url: string,
  { headers, body }: Sent,
  between: () => Promise<void> | void,
): Promise<Response> {
  const bytes = Buffer.from(body);
  const half = Math.floor(bytes.length / 2);
  async function* parts(): AsyncGenerator<Uint8Array> {
    yield bytes.subarray(0, half);
    await between();
    yield bytes.subarray(half);
  }
  const stream = ReadableStream.from(parts());
  return fetch(url, { method: "POST", headers, body: stream, duplex: "half", redirect: "manual" } as RequestInit);
}
