/** As much of the peer's libraries as the benchmark uses; their own types bring a browser's globals into every file. */

interface PeerNode {
  remove(): void;
  cloneNode(deep: boolean): PeerNode;
  append(node: PeerNode): void;
  querySelectorAll(selector: string): Iterable<PeerNode>;
  href: string;
  textContent: string;
}

interface PeerRule {
  filter: unknown;
  replacement(content: string, node: PeerNode, options: unknown): string;
}

declare module "jsdom" {
  export class VirtualConsole {}
  export class JSDOM {
    constructor(html: string, options: { url?: string; virtualConsole: VirtualConsole });
    readonly window: { readonly document: PeerNode & { createDocumentFragment(): PeerNode } };
  }
}

declare module "turndown" {
  export default class TurndownService {
    readonly options: { readonly rules: { readonly inlineLink: PeerRule } };
    use(plugin: unknown): void;
    addRule(name: string, rule: PeerRule): void;
    turndown(node: PeerNode): string;
  }
}

declare module "joplin-turndown-plugin-gfm" {
  export const gfm: unknown;
}
