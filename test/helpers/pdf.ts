/** A text at a place of a PDF's page: points from the left and from the bottom, height of letters in points. */
export interface PdfText {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  /** In Latin letters; `\x95` is a bullet. */
  readonly text: string;
  readonly bold?: boolean;
}

const FONTS = "<< /Font << /F1 3 0 R /F2 4 0 R >> >>";

/** Writes a PDF of A4 pages in Helvetica. */
export function makePdf(pages: readonly (readonly PdfText[])[]): Uint8Array {
  const font = (name: string): string =>
    `<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`;
  const kids = pages.map((_page, at) => `${6 + 2 * at} 0 R`);
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    `<< /Type /Pages /Kids [${kids.join(" ")}] /Count ${pages.length} >>`,
    font("Helvetica"),
    font("Helvetica-Bold"),
    ...pages.flatMap((texts, at) => {
      const stream = texts.map(show).join("\n");
      return [
        `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${5 + 2 * at} 0 R /Resources ${FONTS} >>`,
      ];
    }),
  ];
  let file = "%PDF-1.4\n";
  const offsets = objects.map((object, at) => {
    const offset = file.length;
    file += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(offset).padStart(10, "0")} 00000 n \n`;
  });
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join("")}`;
  const trailer = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`;
  return Buffer.from(file + table + trailer, "latin1");
}

function show({ x, y, size, text, bold = false }: PdfText): string {
  return `BT /F${bold ? 2 : 1} ${size} Tf ${x} ${y} Td (${text.replaceAll(/[\\()]/g, String.raw`\$&`)}) Tj ET`;
}
