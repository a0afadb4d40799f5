// Figures, positions and orders of the chosen account.

import { call } from "./api.js";
import { Chart } from "./chart.js";
import { at, make, oncePerFrame, rows, write } from "./dom.js";
import { money, price, quantity, signed, time, tone } from "./format.js";
import { follow } from "./stream.js";

const keptOrders = 200;
const isOpen = order => order.status === "accepted" || order.status === "partially_filled";
const words = text => text.replaceAll("_", " ");

export class Account {
  #orders = new Map();
  #positions = new Map();
  #figures = null;
  #stream = null;
  #chart = new Chart(at("chart"));
  #draw = oncePerFrame(() => this.#redraw());
  #account = "";
  #onBreaker;
  #onState;
  #digitsOf;

  /**
   * @param {(breaker: object) => void} onBreaker
   * @param {(state: string) => void} onState of the stream
   * @param {(symbol: string) => number} digitsOf decimals of a symbol's prices
   */
  constructor(onBreaker, onState, digitsOf) {
    [this.#onBreaker, this.#onState, this.#digitsOf] = [onBreaker, onState, digitsOf];
    at("open-only").addEventListener("change", this.#draw);
    at("orders").addEventListener("click", async event => {
      const button = event.target.closest("button");
      if (!button) return;
      button.disabled = true;
      write(at("orders-answer"), "");
      const { status, body } = await call("DELETE", `/orders/${encodeURIComponent(button.dataset.order)}`);
      button.disabled = false;
      // One that is closed by now needs no cancel.
      if (status !== 200 && body?.code !== "not_open")
        write(at("orders-answer"), `Not canceled: ${body?.detail ?? "the front cannot be reached"}`);
    });
  }

  async show(account) {
    this.#stream?.stop();
    this.#account = account;
    this.#orders.clear();
    this.#positions.clear();
    this.#figures = null;
    this.#chart.clear();
    const query = `types=order,position,breaker&account=${encodeURIComponent(account)}`;
    const stream = this.#stream = follow(query, (name, data) => this.#take(name, data), this.#onState);
    const { status, body } = await call("GET", `/orders?account=${encodeURIComponent(account)}&limit=${keptOrders / 2}`);
    if (stream !== this.#stream) return;
    // What the stream has told meanwhile is newer.
    if (status === 200) for (const order of body) if (!this.#orders.has(order.id)) this.#orders.set(order.id, order);
    this.#draw();
  }

  restart() {
    this.#stream?.restart();
  }

  #take(name, data) {
    if (name === "breaker") this.#onBreaker(data);
    else if (name === "reset") this.show(this.#account);
    else if (name === "orders") this.#takeOpen(data.orders);
    else if (name === "order") this.#change(data);
    else if (name === "position") this.#positions.set(data.position.symbol, data.position);
    else if (name === "account") {
      this.#figures = data;
      this.#chart.add(data.pnl);
    }
    this.#draw();
  }

  /** All that are open now: what is not among them was closed while nobody listened. */
  #takeOpen(orders) {
    for (const order of this.#orders.values()) if (isOpen(order)) this.#orders.delete(order.id);
    for (const order of orders) this.#orders.set(order.id, order);
  }

  #change(event) {
    const order = event.order ?? this.#orders.get(event.id);
    if (!order) return;
    if (event.status) order.status = event.status;
    order.remaining_qty = event.remaining_qty;
    // A fill may come once more that the order had when it was first seen.
    if (event.event === "traded" && order.qty - event.remaining_qty > order.filled_qty) {
      const before = (order.execution?.avg_price ?? 0) * order.filled_qty;
      order.filled_qty = order.qty - event.remaining_qty;
      order.execution = { avg_price: (before + event.price * event.qty) / order.filled_qty };
    }
    if (event.event === "reduced" || event.event === "replaced") order.qty = order.filled_qty + event.remaining_qty;
    if (event.event === "replaced") order[order.type === "stop" ? "stop_price" : "limit_price"] = event.price;
    if (event.reason) order.reject_reason = event.reason;
    this.#orders.set(order.id, order);
    if (this.#orders.size > keptOrders) this.#forget();
  }

  #forget() {
    const closed = [...this.#orders.values()].filter(order => !isOpen(order)).sort(byAge);
    for (const order of closed.slice(keptOrders / 2)) this.#orders.delete(order.id);
  }

  #redraw() {
    this.#drawFigures();
    this.#drawPositions();
    this.#drawOrders();
    this.#drawSymbols();
  }

  #drawFigures() {
    const f = this.#figures;
    for (const [id, value] of [["pnl-total", f?.pnl.total], ["pnl-realized", f?.pnl.realized], ["pnl-unrealized", f?.pnl.unrealized]])
      write(at(id), value === undefined ? "\u2013" : signed(value), tone(value ?? 0));
    for (const [id, value] of [["equity", f?.equity], ["buying-power", f?.buying_power], ["exposure", f?.exposure.gross]])
      write(at(id), value === undefined ? "\u2013" : money(value));
  }

  #drawPositions() {
    const positions = [...this.#positions.values()].sort((a, b) => a.symbol.localeCompare(b.symbol));
    write(at("positions-count"), `${positions.filter(p => p.qty !== 0).length} open`);
    rows(at("positions").tBodies[0], positions, p => p.symbol, (row, p) => {
      row.className = p.qty === 0 ? "muted" : "";
      const digits = this.#digitsOf(p.symbol);
      const mark = price(p.mark, digits) + (p.stale && p.qty !== 0 ? " (stale)" : "");
      const cells = [p.symbol, quantity(p.qty), price(p.avg_price, digits), mark, money(p.market_value),
        signed(p.realized_pnl), signed(p.unrealized_pnl)];
      cells.forEach((text, i) => write(row.cells[i], text));
      row.cells[5].className = `n ${tone(p.realized_pnl)}`;
      row.cells[6].className = `n ${tone(p.unrealized_pnl)}`;
    }, () => make("tr", {}, make("th", { scope: "row" }), ...Array.from({ length: 6 }, () => make("td", { className: "n" }))));
  }

  #drawOrders() {
    const orders = [...this.#orders.values()].sort(byAge);
    const open = orders.filter(isOpen);
    write(at("orders-count"), `${open.length} open`);
    rows(at("orders").tBodies[0], at("open-only").checked ? open : orders.slice(0, keptOrders / 2), o => o.id, (row, o) => {
      const digits = this.#digitsOf(o.symbol);
      const asked = [o.limit_price, o.stop_price].filter(p => p !== null && p !== undefined).map(p => price(p, digits)).join(" / ");
      const cells = [time(o.received_at), o.id, o.side, words(o.type), `${quantity(o.filled_qty)} / ${quantity(o.qty)}`,
        o.execution ? price(o.execution.avg_price, digits) : asked || "market",
        words(o.status) + (o.reject_reason && !isOpen(o) ? `: ${words(o.reject_reason)}` : "")];
      cells.forEach((text, i) => write(row.cells[i], text));
      row.cells[2].className = o.side;
      row.cells[6].className = `status ${o.status}`;
      row.querySelector("button").hidden = !isOpen(o);
    }, o => {
      const cancel = make("button", { type: "button", textContent: "Cancel", set: { "aria-label": `Cancel order ${o.id}` } });
      cancel.dataset.order = o.id;
      const cell = i => make(i === 1 ? "th" : "td", { className: i === 4 || i === 5 ? "n" : "", ...(i === 1 ? { scope: "row" } : {}) });
      return make("tr", {}, ...Array.from({ length: 7 }, (_, i) => cell(i)), make("td", {}, cancel));
    });
  }

  #drawSymbols() {
    const counts = new Map();
    for (const order of this.#orders.values()) {
      const count = counts.get(order.symbol) ?? { symbol: order.symbol, all: 0, open: 0 };
      count.all++;
      if (isOpen(order)) count.open++;
      counts.set(order.symbol, count);
    }
    const sorted = [...counts.values()].sort((a, b) => b.all - a.all || a.symbol.localeCompare(b.symbol));
    const most = Math.max(1, ...sorted.map(c => c.all));
    rows(at("by-symbol"), sorted, c => c.symbol, (row, c) => {
      row.querySelector(".bar").style.setProperty("--share", `${(100 * c.all) / most}%`);
      write(row.querySelector(".n"), `${c.all} (${c.open} open)`);
    }, c => make("li", {}, make("span", { textContent: c.symbol }), make("span", { className: "bar" }),
      make("span", { className: "n" })));
  }
}

const byAge = (a, b) => (a.received_at < b.received_at ? 1 : a.received_at > b.received_at ? -1 : a.id < b.id ? 1 : -1);
