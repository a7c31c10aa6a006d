/**
 * `<sort-table>` around a table: its column heads become buttons that sort the rows in place. Cells sort by
 * `data-value` where they have one, else by their text; numbers as numbers.
 */
class SortTable extends HTMLElement {
  connectedCallback(): void {
    const heads = [...this.querySelectorAll<HTMLTableCellElement>("thead th")];
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      button.addEventListener("click", () => this.#sort(heads, column));
      head.append(button);
    });
  }

  #sort(heads: readonly HTMLTableCellElement[], column: number): void {
    const body = this.querySelector("tbody");
    if (!body) return;
    const ascending = heads[column]?.getAttribute("aria-sort") !== "ascending";
    heads.forEach((head) => head.removeAttribute("aria-sort"));
    heads[column]?.setAttribute("aria-sort", ascending ? "ascending" : "descending");
    const rows = [...body.rows].map((row) => ({ row, value: valueOf(row.cells[column]) }));
    rows.sort((a, b) => compare(a.value, b.value) * (ascending ? 1 : -1));
    body.append(...rows.map(({ row }) => row));
  }
}

function valueOf(cell: HTMLTableCellElement | undefined): string {
  return cell?.dataset["value"] ?? cell?.textContent.trim() ?? "";
}

function compare(a: string, b: string): number {
  const difference = Number(a) - Number(b);
  return Number.isNaN(difference) ? a.localeCompare(b) : difference;
}

customElements.define("sort-table", SortTable);
