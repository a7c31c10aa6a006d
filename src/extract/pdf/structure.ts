/** What a tagged PDF says of a piece of text: to which block it belongs, and what that is. */
export interface Tag {
  /** Equal for all pieces of one block of a page. */
  readonly key: number;
  readonly kind: "heading" | "item" | "paragraph";
  /** Level of a heading, from 1; depth of an item, from 0. */
  readonly level: number;
}

/** A node of the tree of tags, as the PDF library gives it. */
interface TagNode {
  readonly role?: string;
  readonly type?: string;
  readonly id?: string;
  readonly children?: readonly TagNode[];
}

/** Tags within tags that are read. */
const DEPTH_MAX = 60;

/** Tags that make a block of their own. */
const BLOCKS: ReadonlySet<string> = new Set(["P", "TR", "Caption", "TOCI", "Note", "BlockQuote"]);

/** The tag of each marked piece of a page, by its id. Empty where the page has no tags. */
export function readTags(root: object | null): ReadonlyMap<string, Tag> {
  const tags = new Map<string, Tag>();
  let key = 0;
  const visit = (node: TagNode, tag: Tag | null, lists: number, depth: number): void => {
    if (node.id !== undefined && tag !== null) tags.set(node.id, tag);
    if (depth > DEPTH_MAX) return;
    const role = node.role ?? "";
    const inner = tagOf(role, tag, lists, key + 1);
    if (inner !== tag) key++;
    for (const child of node.children ?? []) visit(child, inner, role === "L" ? lists + 1 : lists, depth + 1);
  };
  if (root !== null) visit(root, null, 0, 0);
  return tags;
}

function tagOf(role: string, outer: Tag | null, lists: number, key: number): Tag | null {
  const [, level] = /^H([1-6])?$/.exec(role) ?? [];
  if (level !== undefined || role === "H") return { key, kind: "heading", level: Number(level ?? 1) };
  if (role === "LI") return { key, kind: "item", level: Math.max(0, lists - 1) };
  // A paragraph in an item or a row is part of it.
  return BLOCKS.has(role) && outer === null ? { key, kind: "paragraph", level: 0 } : outer;
}
