/** What kinds of elements there are for the Markdown: the lists of turndown, whose output the archives hold. */

const set = (names: string): ReadonlySet<string> => new Set(names.split(" "));

export const BLOCK = set(
  "address article aside audio blockquote body canvas center dd dir div dl dt fieldset figcaption figure footer form " +
    "frameset h1 h2 h3 h4 h5 h6 header hgroup hr html isindex li main menu nav noframes noscript ol output p pre " +
    "section table tbody td tfoot th thead tr ul",
);

export const VOID = set("area base br col command embed hr img input keygen link meta param source track wbr");

/** Elements that mean something without a text in them. */
export const MEANINGFUL_WHEN_BLANK = set("a table thead tbody tfoot th td iframe script audio video");
