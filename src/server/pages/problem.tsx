import { NotFound, type PageContent } from "../page.ts";

/** The page where something went wrong: what, and where to go on. A defect of ours tells nothing of the inside. */
export function renderProblem(status: number, error: unknown): PageContent {
  const heading = status === 404 ? "Not found" : status === 400 ? "That cannot be shown" : "A defect of ours";
  const message =
    status === 500 ? "This page could not be made. The operator's log says why." : (error as Error).message;
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
        <p>
          <a href="/">Overview</a> · <a href="/search">Search</a>
        </p>
      </>
    ),
  };
}
