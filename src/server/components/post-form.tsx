import type { Child } from "hono/jsx";
import { FORM_TOKEN } from "../form.ts";
import type { PageRequest, Refused } from "../page.ts";

/**
 * A form that is sent by POST, with the session's token in it. Where it was sent and not taken, what was wrong stands
 * above its fields.
 */
export function PostForm({
  request: { formToken, refused, address },
  action,
  label,
  children,
}: {
  readonly request: PageRequest;
  /** The path of its FormRoute. */
  readonly action: string;
  /** What it is called, for who does not see it. */
  readonly label: string;
  readonly children: Child;
}): Child {
  const [path] = address.split("?", 1);
  return (
    <form class="post" method="post" action={action} aria-label={label}>
      {formToken === "" ? null : <input type="hidden" name={FORM_TOKEN} value={formToken} />}
      {refused === null || path !== action.split("?", 1)[0] ? null : <Alert>{refused.message}</Alert>}
      {children}
    </form>
  );
}

/** A form of one button, as in the row of a table; what was wrong with it is told by {@link Refusal}. */
export function ButtonForm({
  request: { formToken },
  action,
  label,
  button,
  fields,
}: {
  readonly request: PageRequest;
  readonly action: string;
  readonly label: string;
  readonly button: string;
  readonly fields: Readonly<Record<string, string | number>>;
}): Child {
  return (
    <form class="post" method="post" action={action} aria-label={label}>
      <input type="hidden" name={FORM_TOKEN} value={formToken} />
      {Object.entries(fields).map(([name, value]) => (
        <input type="hidden" name={name} value={String(value)} />
      ))}
      <button>{button}</button>
    </form>
  );
}

/** What was wrong: read out at once to who does not see it. */
export function Alert({ children }: { readonly children?: Child }): Child {
  return (
    <p class="notice" role="alert">
      {children}
    </p>
  );
}

/** What was wrong with a form of these addresses, if one was sent and not taken. */
export function Refusal({
  request: { refused, address },
  of,
}: {
  readonly request: PageRequest;
  readonly of: readonly string[];
}): Child {
  if (refused === null || !of.includes(address)) return null;
  return <Alert>{refused.message}</Alert>;
}

interface FieldProps {
  readonly request: PageRequest;
  readonly name: string;
  readonly label: string;
  /** What a browser may fill in: a word of HTML's autocomplete. */
  readonly autocomplete?: string;
  /** Whether it may be left empty. */
  readonly isOptional?: boolean;
}

const isWrong = (refused: Refused | null, name: string): { "aria-invalid"?: "true" } =>
  refused?.field === name ? { "aria-invalid": "true" } : {};

const requiredUnless = (isOptional: boolean): { required?: true } => (isOptional ? {} : { required: true });

/** A line of text; what was typed before stands there again. */
export function TextInput({
  request: { refused },
  name,
  label,
  autocomplete = "off",
  isOptional = false,
  type = "text",
  value = "",
}: FieldProps & {
  readonly type?: "text" | "date";
  /** What stands there at first. */
  readonly value?: string;
}): Child {
  return (
    <label>
      {label}
      <input
        type={type}
        name={name}
        value={refused?.values.get(name) ?? value}
        autocomplete={autocomplete}
        {...requiredUnless(isOptional)}
        {...isWrong(refused, name)}
      />
    </label>
  );
}

/** A password: what was typed never comes back. */
export function PasswordInput({
  request: { refused },
  name,
  label,
  autocomplete = "current-password",
}: FieldProps): Child {
  return (
    <label>
      {label}
      <input type="password" name={name} autocomplete={autocomplete} required {...isWrong(refused, name)} />
    </label>
  );
}

/** Text of many lines. */
export function TextArea({ request: { refused }, name, label, isOptional = false }: FieldProps): Child {
  return (
    <label>
      {label}
      <textarea name={name} {...requiredUnless(isOptional)} {...isWrong(refused, name)}>
        {refused?.values.get(name) ?? ""}
      </textarea>
    </label>
  );
}

/** One of our words. */
export function Choice({
  request: { refused },
  name,
  label,
  options,
  isOptional = false,
}: FieldProps & { readonly options: readonly string[] }): Child {
  const chosen = refused?.values.get(name) ?? "";
  return (
    <label>
      {label}
      <select name={name} {...requiredUnless(isOptional)} {...isWrong(refused, name)}>
        <option value="">{isOptional ? "not said" : "choose"}</option>
        {options.map((one) => (
          <option value={one} {...(one === chosen ? { selected: true } : {})}>
            {one}
          </option>
        ))}
      </select>
    </label>
  );
}
