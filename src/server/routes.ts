import type { Route } from "./page.ts";
import { frontPage } from "./pages/front/front.tsx";

/** Every page of the site. The first pattern that fits answers. */
export const ROUTES: readonly Route[] = [["/", frontPage]];
