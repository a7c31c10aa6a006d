import { extractHtml } from "../../../src/extract/index.ts";
import { demand, type Target, textOf } from "../target.ts";

/** A web page → the document in it: takes any page, never fails, always gives the same. */
export const target: Target = {
  name: "html",
  seeds: [
    "<!doctype html><html><head><title>Terms</title></head><body><nav><a href='/'>Home</a></nav><main><h1>Terms of use</h1><p>You may not harm anyone with what we give you.</p><ul><li>nor lie<ul><li>at all</ul></ul><table><tr><th>a<td>b</table></main></body></html>",
    "<p>one<p>two<b>bold<i>both</b>italic</i><br/><a href='https://a.example/?q=1&amp;b'>link</a> &nbsp;&#x41;&notin;",
    "<svg><title>x</title><![CDATA[y]]></svg><math><mi>z</mi></math><template><p>hidden</template><script>if (a</b) c</script><style>p{}</style><noscript><p>no</noscript><select><option>1<option>2</select>",
    "<pre>\n  code\n</pre><blockquote><ol start=3><li><p>three</ol></blockquote><dl><dt>a<dd>b</dl><!-- -->--><details><summary>s</summary>d</details><frameset><frame>",
  ],
  run(input) {
    const page = textOf(input);
    const { markdown, notices } = extractHtml(page, { url: "https://a.example/terms" });
    demand(
      notices.every((notice) => !notice.includes("\n")),
      "a notice is one line",
    );
    demand(
      extractHtml(page, { url: "https://a.example/terms" }).markdown === markdown,
      "the same page, the same document",
    );
    extractHtml(page, { previous: markdown });
  },
};
