import { EVENT_KINDS, listEvents } from "../../../accounts/index.ts";
import { readFinding } from "../../../index/index.ts";
import { recordActOf } from "../../accounts/record-act.ts";
import { NotFound } from "../../page.ts";
import { oneOf } from "../../query.ts";
import { decodeCursor, encodeCursor, LIST_SHAPE } from "../lists.ts";
import { API_BASE, operation, writeOperation } from "../operation.ts";
import { account, listOf, recordedAct, reviewActBody, securityEvent } from "../schemas.ts";
import { z } from "zod";

export const getAccount = operation({
  path: "/account",
  id: "getAccount",
  summary: "Whose token this is, and what it may be used for.",
  params: {},
  query: {},
  answer: account,
  action: "account.see",
  example: () => null,
  read: (_site, { account }) => {
    if (account === null) throw new Error("asked for nobody");
    const { name, role, lab, scopes } = account;
    return { name, role, lab, scopes: [...(scopes ?? [])] };
  },
});

export const getSecurityEvents = operation({
  path: "/security-events",
  id: "listSecurityEvents",
  summary: "The audit trail: who signed in, was given a role or acted, and from where; the newest first.",
  params: {},
  query: { kind: oneOf(EVENT_KINDS).optional(), user: z.string().optional(), ...LIST_SHAPE },
  answer: listOf("SecurityEventList", securityEvent),
  action: "audit-trail.see",
  example: () => null,
  read: (site, { query: { kind, user, limit, cursor }, accounts }) => {
    if (accounts === null) throw new Error("a site without accounts has no audit trail");
    const before = decodeCursor(cursor, [0])?.[0];
    const found = listEvents(accounts, { kind, user, before, limit: limit + 1 });
    const items = found.slice(0, limit);
    const last = items.at(-1);
    const next = last && found.length > limit ? encodeCursor([last.seq]) : null;
    return { asOf: site.frame.asOf, total: null, items, next };
  },
});

export const postAct = writeOperation({
  path: "/findings/{id}/acts",
  id: "recordAct",
  summary:
    "Records what you do with a finding, under your account’s name: `code`, `reconcile`, `notice`, `no-notice`, `reply`, `accept`, `dispute`, `reject`, `correct` or `withdraw`, as far as your role goes. A respondent replies to findings on its own lab, and does not say what came of it.",
  params: { id: "id of a finding" },
  body: reviewActBody,
  answer: recordedAct,
  actions: ["review.code", "review.reply"],
  take: async (site, { params, body, lookAgain, accounts, actor, base }) => {
    const finding = await readFinding(site.index, params["id"] ?? "");
    if (!finding) throw new NotFound(`We know of no finding ${params["id"]}.`);
    const { act, state } = recordActOf(site, { lookAgain, accounts, actor }, finding, body);
    return {
      finding: finding.id,
      act: act.act,
      by: act.by,
      at: act.at,
      state,
      links: { finding: `${base}${API_BASE}/findings/${finding.id}`, page: `${base}/findings/${finding.id}` },
    };
  },
});
