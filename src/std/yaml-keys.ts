import { type Document, isAlias, isNode, isScalar, visit } from "yaml";

/**
 * Where the first key of a document stands that is no word but a list or a map, as an offset; null where there is none. To be
 * asked before the document becomes values: keys within keys would be written out again at each level, half a minute for 2 kB.
 */
export function findComplexKey(document: Document.Parsed): number | null {
  let at: number | null = null;
  try {
    visit(document, {
      Pair(_, { key }) {
        if (!isNode(key) || isScalar(key) || isAlias(key)) return undefined;
        at = key.range?.[0] ?? 0;
        return visit.BREAK;
      },
    });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // Nested so deeply that it cannot be gone through.
    return 0;
  }
  return at;
}
