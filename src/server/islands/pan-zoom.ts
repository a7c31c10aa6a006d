const STEP = 1.25;
const SCALE_MIN = 0.25;
const SCALE_MAX = 4;

/** `<pan-zoom>` around a scrolling box with an SVG: buttons and keys (+, −, 0) zoom it, dragging moves it. */
class PanZoom extends HTMLElement {
  #scale = 1;

  connectedCallback(): void {
    const box = this.querySelector<HTMLElement>(".scroll");
    const svg = this.querySelector("svg");
    if (!box || !svg) return;
    const [width, height] = [svg.width.baseVal.value, svg.height.baseVal.value];
    const zoom = (scale: number): void => {
      this.#scale = Math.min(SCALE_MAX, Math.max(SCALE_MIN, scale));
      svg.setAttribute("width", String(width * this.#scale));
      svg.setAttribute("height", String(height * this.#scale));
    };
    const bar = document.createElement("p");
    const buttons: readonly (readonly [text: string, next: () => number])[] = [
      ["Larger", () => this.#scale * STEP],
      ["Smaller", () => this.#scale / STEP],
      ["Fit to the width", () => box.clientWidth / width],
      ["Original size", () => 1],
    ];
    for (const [text, next] of buttons) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = text;
      button.addEventListener("click", () => zoom(next()));
      bar.append(button, " ");
    }
    box.before(bar);
    box.addEventListener("keydown", ({ key }) => {
      if (key === "+") zoom(this.#scale * STEP);
      if (key === "-") zoom(this.#scale / STEP);
      if (key === "0") zoom(1);
    });
    this.#drag(box);
    if (width > box.clientWidth) zoom(Math.max(0.5, box.clientWidth / width));
  }

  #drag(box: HTMLElement): void {
    box.addEventListener("pointermove", ({ buttons, movementX, movementY, pointerType }) => {
      if (buttons !== 1 || pointerType !== "mouse") return;
      box.scrollBy(-movementX, -movementY);
    });
  }
}

customElements.define("pan-zoom", PanZoom);
