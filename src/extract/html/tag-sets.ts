/** Sets of tag names that the HTML standard's tree construction speaks of. */

const set = (names: string): ReadonlySet<string> => new Set(names.split(" "));

/** Elements without content or end tag. */
export const VOID = set(
  "area base basefont bgsound br col embed frame hr image img input keygen link meta param source track wbr",
);

/** Start tags that stay in the head while the body has not begun. */
export const HEAD_ONLY = set("base basefont bgsound link meta title noscript noframes style script template");

/** What a `noscript` of the head may hold; anything else begins the body. */
export const HEAD_NOSCRIPT = set("basefont bgsound link meta noframes style");

/** Start tags that end an open paragraph. */
export const CLOSES_P = set(
  "address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer header hgroup " +
    "main menu nav ol p search section summary ul h1 h2 h3 h4 h5 h6 pre listing form li dd dt plaintext hr xmp table",
);

export const HEADINGS = set("h1 h2 h3 h4 h5 h6");

/** Elements whose formatting is taken up again after a block has cut it off. */
export const FORMATTING = set("a b big code em font i nobr s small strike strong tt u");

/** Elements that bound the formatting taken up again. */
export const MARKERS = set("applet marquee object template td th caption");

/** "Special" elements: an end tag without a start does not reach beyond them. */
export const SPECIAL = set(
  "address applet area article aside base basefont bgsound blockquote body br button caption center col colgroup dd " +
    "details dir div dl dt embed fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header " +
    "hgroup hr html iframe img input keygen li link listing main marquee menu meta nav noembed noframes noscript " +
    "object ol p param plaintext pre script search section select source style summary table tbody td template " +
    "textarea tfoot th thead title tr track ul wbr xmp",
);

/** Bounds within which an element counts as in scope. */
export const SCOPE = set("applet caption html table td th marquee object template");
export const LIST_SCOPE = set("applet caption html table td th marquee object template ol ul");
export const BUTTON_SCOPE = set("applet caption html table td th marquee object template button");
export const TABLE_SCOPE = set("html table template");

/** End tags that are implied where a block ends. */
export const IMPLIED_END = set("dd dt li optgroup option p rb rp rt rtc");

/** Parents in whose inside only parts of tables may stand; other content goes before the table. */
export const TABLE_CONTEXT = set("table tbody tfoot thead tr");

/** Start tags that end SVG or MathML. */
export const BREAKS_OUT = set(
  "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta " +
    "nobr ol p pre ruby s small span strong strike sub sup table tt u ul var",
);

/** Foreign elements whose inside is HTML again. */
export const INTEGRATION = set("foreignobject desc title mi mo mn ms mtext annotation-xml");
