import { z } from "zod";
import type { Action } from "../../../accounts/index.ts";
import { readFinding } from "../../../index/index.ts";
import { BEARINGS, DIRECTIONS, DISCLOSED, type ReviewAct, SUBJECTS } from "../../../model/index.ts";
import { addWorkingDays, NOTICE_DAYS } from "../../../review/index.ts";
import { recordActOf } from "../../accounts/record-act.ts";
import { form, type FormRequest, type FormRoute, NotFound } from "../../page.ts";
import { day, oneOf } from "../../query.ts";
import { findingPage } from "./finding.tsx";

/** What a form sends; the model's own schema says whether an act may have it. */
const CODES = {
  bearing: oneOf(BEARINGS),
  severity: z.coerce.number("1, 2 or 3"),
  direction: oneOf(DIRECTIONS).optional(),
  subject: oneOf(SUBJECTS).optional(),
  disclosed: oneOf(DISCLOSED).optional(),
};
const rationale = z.string();
/** What is written at length, hours perhaps. */
const WRITTEN: ReadonlySet<string> = new Set(["rationale", "counter", "text"]);

/** The forms on a finding's page, an act each: POST /findings/ID/code. */
export const ACT_FORMS: readonly FormRoute[] = [
  actForm("code", { ...CODES, confidence: z.coerce.number("0 to 1"), rationale, counter: z.string() }),
  actForm("reconcile", { ...CODES, rationale }),
  actForm("notice", { sent: day, deadline: day.optional() }, ({ fields: { sent, deadline } }) => ({
    sent,
    deadline: deadline ?? addWorkingDays(sent, NOTICE_DAYS),
  })),
  actForm("no-notice", { rationale }),
  // A respondent's form asks for no effect, and recordActOf takes none.
  actForm("reply", { from: z.string(), date: day, text: z.string(), effect: z.string().optional() }),
  actForm("accept", { rationale }),
  actForm("dispute", { rationale }),
  actForm("reject", { rationale }),
  actForm("correct", { ...CODES, rationale }),
  actForm("withdraw", { rationale }),
];

/** The form of one act. `toFields`: the act's fields, where they are not the form's. */
function actForm<Shape extends z.ZodRawShape>(
  act: ReviewAct["act"],
  shape: Shape,
  toFields: (request: FormRequest<z.infer<z.ZodObject<Shape>>>) => object = ({ fields }) => fields,
): FormRoute {
  const action: Action = `review.${act}`;
  const one = form({
    fields: shape,
    page: findingPage,
    written: Object.keys(shape).filter((name) => WRITTEN.has(name)),
    take: async (site, request) => {
      const { id = "" } = request.params;
      const finding = await readFinding(site.index, id);
      if (!finding) throw new NotFound(`We have no finding “${id}”.`);
      recordActOf(site, request, finding, { ...toFields(request), act });
      return { to: `/findings/${id}#acts`, isRecorded: true };
    },
  });
  return [`/findings/:id/${act}`, one, action];
}
