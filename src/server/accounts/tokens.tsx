import type { Child } from "hono/jsx";
import { SCOPES, type Token, TOKEN_DAYS } from "../../accounts/index.ts";
import { ButtonForm, PasswordInput, PostForm, Refusal, TextInput } from "../components/post-form.tsx";
import type { PageRequest } from "../page.ts";
import { formatDay } from "../report/words.ts";

interface TokensProps {
  readonly request: PageRequest;
  readonly tokens: readonly Token[];
}

/** The tokens of somebody who is signed in, and the form for another. */
export function Tokens({ request, tokens }: TokensProps): Child {
  return (
    <section aria-labelledby="tokens">
      <h2 id="tokens">Tokens for programs</h2>
      <p>
        A program shows one at <a href="/api">the interface for programs</a>, and acts under your name.
      </p>
      <Refusal request={request} of={["/account/tokens/revoke"]} />
      {tokens.length === 0 ? null : <TokenTable request={request} tokens={tokens} />}
      <PostForm request={request} action="/account/tokens" label="Make a token">
        <TextInput request={request} name="label" label="What it is for" />
        <fieldset>
          <legend>What it may be used for, as far as your role goes</legend>
          {SCOPES.map((scope) => (
            <label class="check">
              <input type="checkbox" name="scopes" value={scope} /> {scope}
            </label>
          ))}
        </fieldset>
        <TextInput request={request} name="days" label="How many days it lives" value={String(TOKEN_DAYS)} />
        <PasswordInput request={request} name="current" label="Your password" />
        <button>Make it</button>
      </PostForm>
    </section>
  );
}

function TokenTable({ request, tokens }: TokensProps): Child {
  return (
    <table class="cards">
      <thead>
        <tr>
          <th scope="col">For</th>
          <th scope="col">May</th>
          <th scope="col">Up to</th>
          <th scope="col">Last used</th>
          <th scope="col">Revoke</th>
        </tr>
      </thead>
      <tbody>
        {tokens.map(({ id, label, scopes, expires, used, revoked }) => (
          <tr>
            <th scope="row">{label}</th>
            <td data-label="May">{scopes.join(", ")}</td>
            <td data-label="Up to">{formatDay(expires)}</td>
            <td data-label="Last used">{used === null ? "never" : formatDay(used)}</td>
            <td data-label="Revoke">
              {revoked === null ? (
                <ButtonForm
                  request={request}
                  action="/account/tokens/revoke"
                  label={`Revoke ${label}`}
                  button="Revoke"
                  fields={{ token: id }}
                />
              ) : (
                `revoked ${formatDay(revoked)}`
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
