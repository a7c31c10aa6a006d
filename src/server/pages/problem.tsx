import { NotFound, type PageContent } from "../page.ts";

const HEADINGS: Readonly<Record<number, string>> = {
  400: "That cannot be shown",
  401: "Not signed in",
  403: "Not allowed",
  404: "Not found",
  413: "Too much was sent",
  415: "Sent in a form that is not read",
  429: "Too many requests",
};

/** What somebody wrote into a form that could not be taken, and the page that it stands on. */
export interface Unsent {
  readonly texts: readonly string[];
  readonly page: string;
}

/**
 * The page where something went wrong: what, and where to go on. A defect of ours tells nothing of the inside but the
 * request's id, by which the operator finds it. `unsent`: what came with a form and would be lost.
 */
export function renderProblem(status: number, error: unknown, id: string, unsent: Unsent | null = null): PageContent {
  const heading = HEADINGS[status] ?? "A defect of ours";
  const message =
    status === 500
      ? `This page could not be made. The operator's log says why, at request ${id}.`
      : (error as Error).message;
  const nearby = error instanceof NotFound ? error.nearby : [];
  return {
    title: heading,
    description: message,
    body: (
      <>
        <h1>{heading}</h1>
        <p class="lead">{message}</p>
        {nearby.length === 0 ? null : (
          <>
            <p>What exists nearby:</p>
            <ul>
              {nearby.map(({ href, text }) => (
                <li>
                  <a href={href}>{text}</a>
                </li>
              ))}
            </ul>
          </>
        )}
        {unsent === null ? null : (
          <section class="post">
            <h2>What you wrote was not recorded</h2>
            <p>Copy it, sign in, and paste it there.</p>
            {unsent.texts.map((text, at) => (
              <textarea readonly aria-label={`What you wrote, ${at + 1} of ${unsent.texts.length}`}>
                {text}
              </textarea>
            ))}
          </section>
        )}
        {status === 401 ? (
          <p>
            <a href={`/sign-in${unsent === null ? "" : `?${new URLSearchParams({ next: unsent.page }).toString()}`}`}>
              Sign in
            </a>
          </p>
        ) : null}
        <p>
          <a href="/">Overview</a> · <a href="/search">Search</a>
        </p>
      </>
    ),
  };
}
