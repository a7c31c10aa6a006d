import { API_ROUTES } from "./api/routes.ts";
import { FEED_ROUTES } from "./feeds/routes.ts";
import { MEMENTO_ROUTES } from "./memento/routes.ts";
import type { Route } from "./page.ts";
import { changePage } from "./pages/changes/change.tsx";
import { bibtexPage, cslPage } from "./pages/changes/citation.ts";
import { changesPage } from "./pages/changes/list.tsx";
import { suppressedPage } from "./pages/changes/suppressed.tsx";
import { comparePage } from "./pages/compare/compare.tsx";
import { controlPage } from "./pages/control/control.tsx";
import { documentPage } from "./pages/documents/document.tsx";
import { documentsPage } from "./pages/documents/documents.tsx";
import { checkpointPage, proofPage, textPage, tilePage } from "./pages/evidence/download.ts";
import { logPage } from "./pages/evidence/log.tsx";
import { recordPage } from "./pages/evidence/record.tsx";
import { findingPage } from "./pages/findings/finding.tsx";
import { findingsPage } from "./pages/findings/list.tsx";
import { frontPage } from "./pages/front/front.tsx";
import { labJsonPage, labMarkdownPage, labPage } from "./pages/labs/lab.tsx";
import { labsPage } from "./pages/labs/labs.tsx";
import { ledgerPage } from "./pages/ledgers/ledger.tsx";
import { LEDGERS } from "./pages/ledgers/ledgers.ts";
import { methodPage, methodsPage } from "./pages/methods/methods.tsx";
import { powerPage } from "./pages/power/power.tsx";
import { searchPage } from "./pages/search/search.tsx";
import { tripwiresPage } from "./pages/tripwires/tripwires.tsx";

/** Every page that people read. */
export const PAGES: readonly Route[] = [
  ["/", frontPage],
  ["/changes", changesPage],
  ["/changes/:id{[^/]+\\.bib}", bibtexPage],
  ["/changes/:id{[^/]+\\.json}", cslPage],
  ["/changes/:id", changePage],
  ["/suppressed", suppressedPage],
  ["/evidence", logPage],
  ["/evidence/:id{.+}", recordPage],
  ["/text/:id{.+}", textPage],
  ["/proof/:id{.+}", proofPage],
  ["/log/checkpoint", checkpointPage],
  ["/log/tile/:tile{.+}", tilePage],
  ["/documents", documentsPage],
  ["/documents/:lab/:document", documentPage],
  ["/labs", labsPage],
  ["/labs/:file{[^/]+\\.json}", labJsonPage],
  ["/labs/:file{[^/]+\\.md}", labMarkdownPage],
  ["/labs/:lab", labPage],
  ...LEDGERS.map((ledger): Route => [ledger.path, ledgerPage(ledger)]),
  ["/findings", findingsPage],
  ["/findings/:id", findingPage],
  ["/compare", comparePage],
  ["/power", powerPage],
  ["/tripwires", tripwiresPage],
  ["/search", searchPage],
  ["/control", controlPage],
  ["/methods", methodsPage],
  ["/methods/:name", methodPage],
];

/** Every address of the site. The first pattern that fits answers. */
export const ROUTES: readonly Route[] = [...FEED_ROUTES, ...API_ROUTES, ...MEMENTO_ROUTES, ...PAGES];
