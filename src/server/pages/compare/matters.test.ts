import { expect, test } from "vitest";
import { onMatter } from "./find-rules.ts";
import { MATTERS } from "./matters.ts";

/** For each matter, sentences on it and sentences that have its words and are on something else. */
const SENTENCES: Readonly<Record<string, { readonly on: readonly string[]; readonly off: readonly string[] }>> = {
  military: {
    on: ["You may not use the model for military purposes.", "No use in warfare."],
    off: ["Armed with this, forces act."],
  },
  weapons: {
    on: ["Do not develop weapons.", "Building explosives is not allowed."],
    off: ["Growth was explosively fast."],
  },
  "training-on-user-data": {
    on: ["We may use your content to train our models.", "You can opt out of training on your conversations."],
    off: ["You can train with a coach; a model shows clothes.", "Our staff receive training every year."],
  },
  biometric: {
    on: ["No facial recognition in public.", "We collect biometric data."],
    off: ["You must recognise the face value."],
  },
  surveillance: {
    on: ["We share data with law enforcement.", "No use for mass surveillance."],
    off: ["The law, when enforced, applies."],
  },
  elections: {
    on: ["Do not use it for political campaigning.", "Content about elections is labelled.", "Do not deter voters."],
    off: ["You may elect to cancel."],
  },
  children: {
    on: ["You must be at least 13 years old.", "No content that harms children."],
    off: ["Minor changes take effect at once.", "Within 13 days you can cancel."],
  },
  "sexual-content": { on: ["No sexually explicit material.", "No pornography."], off: ["You may not nudge others."] },
  advice: {
    on: ["Output is no medical, legal or financial advice.", "Do not give tailored legal advice."],
    off: ["We advise you to read the legal terms."],
  },
  "automated-decisions": {
    on: ["We make no automated decisions about you.", "Do not use it to decide on credit, housing or employment."],
    off: ["Automatic renewal can be turned off."],
  },
  retention: {
    on: ["We retain your data for 30 days.", "Conversations are deleted after the retention period."],
    off: ["You retain ownership of the output."],
  },
  "selling-data": {
    on: ["We do not sell your personal information.", "We do not use it for targeted advertising."],
    off: ["You may not sell output.", "Do not use our logo in advertising."],
  },
  arbitration: {
    on: ["Disputes go to binding arbitration.", "You waive class actions."],
    off: ["Arbitrary limits do not apply."],
  },
  notice: {
    on: ["We will notify you before changes to these terms.", "With 30 days’ notice either may end it."],
    off: ["We notice abuse.", "Changes take effect at once."],
  },
  testing: {
    on: [
      "We will pause training until safeguards are in place.",
      "Models undergo red teaming.",
      "A risk assessment is made.",
    ],
    off: ["You may pause your subscription."],
  },
};

test.each(MATTERS)("sentences on $name", (matter) => {
  const found = onMatter(matter);
  const { on = [], off = [] } = SENTENCES[matter.id] ?? {};
  expect(on.length * off.length).toBeGreaterThan(0);
  expect(on.filter((text) => !found({ text }))).toEqual([]);
  expect(off.filter((text) => found({ text }))).toEqual([]);
});
