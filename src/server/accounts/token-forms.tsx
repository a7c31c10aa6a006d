import { z } from "zod";
import { confirmPassword, createToken, LABEL_LENGTH_MAX, revokeToken, SCOPES } from "../../accounts/index.ts";
import { BadField } from "../form.ts";
import { form } from "../page.ts";
import { oneOf } from "../query.ts";
import { accountPage } from "./account.tsx";
import { passwordField } from "./password-field.ts";
import { signedIn } from "./signed-in.ts";

const scope = oneOf(SCOPES);

/** Makes a token, and shows its secret this once. */
export const tokenForm = form({
  fields: {
    label: z.string().trim().min(1).max(LABEL_LENGTH_MAX, `at most ${LABEL_LENGTH_MAX} characters`),
    scopes: z.union([z.array(scope), scope.transform((one) => [one])], "choose what it may be used for"),
    days: z.coerce.number("a number of days").int("a whole number of days"),
    current: passwordField,
  },
  page: accountPage,
  take: async (_site, request) => {
    const { account, accounts } = signedIn(request);
    const { label, scopes, days, current } = request.fields;
    const confirmed = await confirmPassword(accounts, account.name, current, request.place);
    if (!confirmed) {
      throw new BadField("current", "That is not your password, or it was asked for too often.");
    }
    const { secret } = createToken(accounts, account, { label, scopes, days }, request.actor, confirmed);
    return {
      title: "A new token",
      description: "It is shown once.",
      body: (
        <>
          <h1>A new token</h1>
          <p class="lead">Copy it now: it is not shown again, and only a hash of it is kept.</p>
          <pre tabindex={0} role="region" aria-label="The token">
            <code>{secret}</code>
          </pre>
          <p>
            <a href="/account">Back to your account</a>
          </p>
        </>
      ),
    };
  },
});

/** Revokes a token of one's own. */
export const revokeForm = form({
  fields: { token: z.coerce.number().int() },
  page: accountPage,
  take: (_site, request) => {
    const { account, accounts } = signedIn(request);
    revokeToken(accounts, request.fields.token, request.actor, account.id);
    return { to: "/account#tokens" };
  },
});
