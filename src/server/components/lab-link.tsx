import type { Child } from "hono/jsx";
import type { Site } from "../site.ts";

/**
 * A lab's name, with the way to its card where it has one: tables name labs of which nothing else is known, and an audit as
 * of a day has no card of a lab whose documents begin after it. `name`: what it is called where it has none.
 */
export function LabLink({
  site,
  lab,
  name = lab,
  anchor = "",
}: {
  readonly site: Site;
  readonly lab: string;
  readonly name?: string;
  readonly anchor?: string;
}): Child {
  const known = Object.hasOwn(site.frame.labs, lab) ? site.frame.labs[lab] : undefined;
  return known === undefined ? name : <a href={`/labs/${lab}${anchor}`}>{known}</a>;
}
