import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";

/** A delivery as a receiver got it. */
export interface Received {
  readonly path: string;
  readonly id: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Whether the receiver acknowledged it. */
  acknowledged: boolean;
}

export interface ReceiverServer {
  /** `http://127.0.0.1:40123`, without a slash at the end. */
  readonly url: string;
  readonly received: Received[];
  stop(): void;
}

/** Listens on all loopback addresses; `answer` says what becomes of a delivery, after its body has come. */
export async function startReceiver(
  answer: (delivery: Received, response: ServerResponse) => void,
): Promise<ReceiverServer> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (chunk: string) => (body += chunk));
    request.on("end", () => {
      const id = String(request.headers["webhook-id"]);
      const delivery = { path: request.url ?? "", id, headers: request.headers, body, acknowledged: false };
      received.push(delivery);
      answer(delivery, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "0.0.0.0", 4_096, resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`,
    received,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Acknowledges. The receiver has done so when the answer has left. */
export function acknowledge(delivery: Received, response: ServerResponse): void {
  response.writeHead(204).end(() => (delivery.acknowledged = true));
}
