/** `<date-steps data-on="2023-11-17">` around links with `data-day`: a slider over their days leads to them. */
class DateSteps extends HTMLElement {
  connectedCallback(): void {
    const links = [...this.querySelectorAll<HTMLAnchorElement>("a[data-day]")];
    if (links.length < 2) return;
    const days = links.map((link) => link.dataset["day"] ?? "");
    const on = this.dataset["on"] ?? "";
    const at = Math.max(
      0,
      days.findLastIndex((day) => day <= on),
    );
    const label = document.createElement("label");
    const slider = document.createElement("input");
    const output = document.createElement("output");
    slider.type = "range";
    slider.min = "0";
    slider.max = String(days.length - 1);
    slider.value = String(at);
    output.textContent = on;
    slider.addEventListener("input", () => (output.textContent = days[Number(slider.value)] ?? ""));
    slider.addEventListener("change", () => links[Number(slider.value)]?.click());
    label.append("Day ", slider, " ", output);
    this.prepend(label);
  }
}

customElements.define("date-steps", DateSteps);
