import { STATUS_CODES } from "node:http";
import { type Download, NotFound } from "../page.ts";
import { API_PATH } from "./operation.ts";

/** Whether an address is one for programs. */
export const isOfApi = (address: string): boolean => address.startsWith(`${API_PATH}/`);

/** What was wrong, as RFC 9457 has it. A defect of ours tells nothing of itself: it is in the server's output, at the request `id`. */
export function renderApiProblem(status: number, error: unknown, instance: string, id: string): Download {
  const nearby = error instanceof NotFound && error.nearby.length > 0 ? { nearby: error.nearby } : {};
  const problem = {
    type: "about:blank",
    title: STATUS_CODES[status] ?? "Error",
    status,
    detail:
      status < 500 && error instanceof Error
        ? error.message
        : `The server failed; it is its own fault. Its log says why, at request ${id}.`,
    instance,
    ...nearby,
  };
  return { type: "application/problem+json; charset=utf-8", bytes: `${JSON.stringify(problem)}\n` };
}
