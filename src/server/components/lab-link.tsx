import type { Child } from "hono/jsx";
import type { Site } from "../site.ts";

/** A lab's name, with the way to its card where it has one: tables name labs of which nothing else is known. */
export function LabLink({
  site,
  lab,
  anchor = "",
}: {
  readonly site: Site;
  readonly lab: string;
  readonly anchor?: string;
}): Child {
  const name = site.frame.labs[lab];
  return name !== undefined && Object.hasOwn(site.frame.labs, lab) ? <a href={`/labs/${lab}${anchor}`}>{name}</a> : lab;
}
