// P&L over time on a canvas, in the colours of the page.

import { money, time } from "./format.js";

const maxPoints = 3600;
const redrawEvery = 1000;
const lines = ["realized", "unrealized", "total"];

export class Chart {
  #canvas;
  #points = [];
  #isDrawing = false;

  constructor(canvas) {
    this.#canvas = canvas;
    new ResizeObserver(() => this.#draw()).observe(canvas);
    // The last figures hold until the next ones come.
    setInterval(() => this.#points.length && this.#draw(), redrawEvery);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#draw());
  }

  clear() {
    this.#points = [];
    this.#canvas.setAttribute("aria-label", "P&L over time");
    this.#draw();
  }

  add(pnl) {
    this.#points.push({ at: Date.now(), ...pnl });
    // The older half loses every other point, so that a long day stays in view.
    if (this.#points.length > maxPoints) this.#points = this.#points.filter((_, i) => i > maxPoints / 2 || i % 2 === 0);
    if (this.#isDrawing) return;
    this.#isDrawing = true;
    requestAnimationFrame(() => {
      this.#isDrawing = false;
      this.#draw();
    });
  }

  #draw() {
    const { width, height } = this.#canvas.getBoundingClientRect();
    const scale = devicePixelRatio || 1;
    this.#canvas.width = width * scale;
    this.#canvas.height = height * scale;
    const context = this.#canvas.getContext("2d");
    context.scale(scale, scale);
    const style = getComputedStyle(this.#canvas);
    const colour = name => style.getPropertyValue(`--${name}`).trim();
    context.font = `11px ${style.fontFamily}`;
    context.textBaseline = "middle";
    if (this.#points.length === 0) {
      context.fillStyle = colour("muted");
      context.textAlign = "center";
      context.fillText("P&L appears with the first figures", width / 2, height / 2);
      return;
    }
    const view = this.#view(width, height);
    this.#grid(context, view, colour);
    for (const name of lines) this.#line(context, view, name, colour(name));
    const last = this.#points.at(-1);
    this.#canvas.setAttribute("aria-label",
      `P&L over time: total ${money(last.total)}, realised ${money(last.realized)}, unrealised ${money(last.unrealized)}`);
  }

  #view(width, height) {
    const values = this.#points.flatMap(p => lines.map(name => p[name])).concat(0);
    let [low, high] = [Math.min(...values), Math.max(...values)];
    const room = Math.max((high - low) * 0.12, 1);
    [low, high] = [low - room, high + room];
    const from = this.#points[0].at;
    const to = Math.max(Date.now(), from + 60_000);
    const [left, right, top, bottom] = [6, width - 72, 8, height - 20];
    return {
      left, right, top, bottom, low, high, from, to,
      x: at => left + ((at - from) / (to - from)) * (right - left),
      y: value => bottom - ((value - low) / (high - low)) * (bottom - top),
    };
  }

  #grid(context, view, colour) {
    const step = niceStep((view.high - view.low) / 4);
    context.lineWidth = 1;
    context.fillStyle = colour("muted");
    context.textAlign = "left";
    for (let value = Math.ceil(view.low / step) * step; value <= view.high; value += step) {
      const y = Math.round(view.y(value)) + 0.5;
      context.strokeStyle = Math.abs(value) < step / 2 ? colour("muted") : colour("line");
      context.beginPath();
      context.moveTo(view.left, y);
      context.lineTo(view.right, y);
      context.stroke();
      context.fillText(money(value, step < 1 ? 2 : 0), view.right + 8, y);
    }
    const count = Math.max(2, Math.floor((view.right - view.left) / 130));
    for (let i = 0; i <= count; i++) {
      const at = view.from + ((view.to - view.from) * i) / count;
      context.textAlign = i === 0 ? "left" : i === count ? "right" : "center";
      context.fillText(time(at), view.x(at), view.bottom + 12);
    }
  }

  #line(context, view, name, colour) {
    context.strokeStyle = colour;
    context.lineWidth = name === "total" ? 2 : 1.25;
    context.setLineDash(name === "unrealized" ? [4, 3] : []);
    context.beginPath();
    this.#points.forEach((point, i) => {
      const [x, y] = [view.x(point.at), view.y(point[name])];
      // Steps: between two figures the first one holds.
      if (i > 0) context.lineTo(x, view.y(this.#points[i - 1][name]));
      if (i === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    });
    context.lineTo(view.x(Date.now()), view.y(this.#points.at(-1)[name]));
    context.stroke();
    context.setLineDash([]);
  }
}

function niceStep(rough) {
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map(n => n * power).find(step => step >= rough);
}
