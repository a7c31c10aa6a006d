import { isIP } from "node:net";
import type { Child } from "hono/jsx";
import type { Passkey } from "../../accounts/index.ts";
import { ButtonForm, PasswordInput, PostForm, Refusal, TextInput } from "../components/post-form.tsx";
import type { PageRequest } from "../page.ts";
import { formatDay } from "../report/words.ts";

/** Where a passkey signs in, and where it is told what to sign. */
export const PASSKEY_PATH = "/sign-in/passkey";
export const PASSKEY_OPTIONS_PATH = `${PASSKEY_PATH}/options`;

/** Whether passkeys can be made for a site: browsers make none for a bare IP address. */
const takesPasskeys = (base: string): boolean => {
  const { hostname } = new URL(base);
  return isIP(hostname.replace(/^\[|\]$/g, "")) === 0;
};

/** Signs in by a passkey, where there are scripts. `target`: the query that says where to go then. */
export function PasskeySignIn({ request, target }: { readonly request: PageRequest; readonly target: string }): Child {
  if (!takesPasskeys(request.base)) return null;
  return (
    <pass-key data-ask={PASSKEY_OPTIONS_PATH}>
      <PostForm request={request} action={`${PASSKEY_PATH}${target}`} label="Sign in with a passkey">
        <input type="hidden" name="answer" />
        <button>Sign in with a passkey</button>
      </PostForm>
    </pass-key>
  );
}

interface PasskeysProps {
  readonly request: PageRequest;
  readonly passkeys: readonly Passkey[];
}

/** The passkeys of somebody who is signed in, and the form for another. */
export function Passkeys({ request, passkeys }: PasskeysProps): Child {
  return (
    <section aria-labelledby="passkeys">
      <h2 id="passkeys">Passkeys</h2>
      <p>A passkey signs you in without a password, from the device or the password manager that keeps it.</p>
      <Refusal request={request} of={["/account/passkeys/add", "/account/passkeys/remove"]} />
      {passkeys.length === 0 ? null : <PasskeyTable request={request} passkeys={passkeys} />}
      {takesPasskeys(request.base) ? (
        <PostForm request={request} action="/account/passkeys" label="Make a passkey">
          <TextInput request={request} name="label" label="What you call it" />
          <PasswordInput request={request} name="current" label="Your password" />
          <button>Make it</button>
        </PostForm>
      ) : (
        <p>Here none can be made: this address has no name, and a passkey is for one.</p>
      )}
    </section>
  );
}

function PasskeyTable({ request, passkeys }: PasskeysProps): Child {
  return (
    <table class="cards">
      <thead>
        <tr>
          <th scope="col">Passkey</th>
          <th scope="col">Made</th>
          <th scope="col">Last used</th>
          <th scope="col">Remove</th>
        </tr>
      </thead>
      <tbody>
        {passkeys.map(({ id, label, created, used }) => (
          <tr>
            <th scope="row">{label}</th>
            <td data-label="Made">{formatDay(created)}</td>
            <td data-label="Last used">{used === null ? "never" : formatDay(used)}</td>
            <td data-label="Remove">
              <ButtonForm
                request={request}
                action="/account/passkeys/remove"
                label={`Remove ${label}`}
                button="Remove"
                fields={{ passkey: id }}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
