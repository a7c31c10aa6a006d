import { extractPdf } from "../../../src/extract/index.ts";
import { makePdf } from "../../helpers/pdf.ts";
import { demand, type Target } from "../target.ts";

const small = makePdf([
  [
    { x: 50, y: 700, size: 20, text: "Rules", bold: true },
    { x: 50, y: 660, size: 11, text: "Do not harm." },
  ],
]);

/** A PDF → its text. What is no PDF is an error of the library's, told as the page's outcome; nothing hangs, nothing else breaks. */
export const target: Target = {
  name: "pdf",
  seeds: [small, "%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"],
  msMax: 5_000,
  async run(input) {
    let read: Awaited<ReturnType<typeof extractPdf>>;
    try {
      read = await extractPdf(input);
    } catch (error) {
      demand(
        error instanceof Error && error.stack !== undefined && !/src\/extract/.test(originOf(error)),
        `a refusal by the library: ${String(error)}`,
      );
      return;
    }
    demand(typeof read.markdown === "string" && read.notices.every((notice) => !notice.includes("\n")), "a text");
  },
};

/** The frame that threw. */
const originOf = ({ stack = "" }: Error): string =>
  stack.split("\n").find((line) => line.trimStart().startsWith("at ")) ?? "";
