import { type DefaultTreeAdapterTypes, parseFragment } from "parse5";
import { SaxesParser } from "saxes";

/** An element of a document. */
export interface XmlNode {
  /** Local name, and the address of its namespace. */
  readonly name: string;
  readonly space: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Its own text and that of all elements within. */
  text: string;
  readonly children: XmlNode[];
}

/** Reads XML with its namespaces. Throws where it is not well-formed. */
export function readXml(text: string): XmlNode {
  const root: XmlNode = { name: "", space: "", attributes: {}, text: "", children: [] };
  const open = [root];
  const parser = new SaxesParser({ xmlns: true });
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ local, uri, attributes }) => {
    const values = Object.values(attributes).map(({ name, value }) => [name, value] as const);
    const node: XmlNode = { name: local, space: uri, attributes: Object.fromEntries(values), text: "", children: [] };
    open.at(-1)?.children.push(node);
    open.push(node);
  });
  const addText = (part: string): void => open.forEach((node) => (node.text += part));
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", () => void open.pop());
  parser.write(text).close();
  return root.children[0] as XmlNode;
}

/** All elements within a node, at any depth. */
export const within = (node: XmlNode): XmlNode[] => node.children.flatMap((child) => [child, ...within(child)]);

/** A piece of HTML as browsers read it: its elements with their attributes, and its text. */
export function readHtml(html: string): {
  readonly elements: readonly { readonly name: string; readonly attributes: ReadonlyMap<string, string> }[];
  readonly text: string;
} {
  const elements: { name: string; attributes: ReadonlyMap<string, string> }[] = [];
  let text = "";
  const walk = (nodes: readonly DefaultTreeAdapterTypes.ChildNode[]): void => {
    for (const node of nodes) {
      if ("value" in node) text += node.value;
      if ("tagName" in node) {
        const attributes = new Map(node.attrs.map(({ name, value }) => [name, value]));
        elements.push({ name: node.tagName, attributes });
      }
      if ("childNodes" in node) walk(node.childNodes);
    }
  };
  walk(parseFragment<DefaultTreeAdapterTypes.DefaultTreeAdapterMap>(html).childNodes);
  return { elements, text };
}
