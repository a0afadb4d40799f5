// The chosen account: its figures, and what its stream brings for the tables of positions and orders.

import { call } from "./api.js";
import { Chart } from "./chart.js";
import { at, make, oncePerFrame, rows, write } from "./dom.js";
import { money, signed, tone } from "./format.js";
import { isOpen, OrderList } from "./order-list.js";
import { OrdersTable } from "./orders-table.js";
import { PositionsTable } from "./positions-table.js";
import { follow } from "./stream.js";

const readOrders = 100;

export class Account {
  #orders = new OrderList();
  #positions = new Map();
  #figures = null;
  #stream = null;
  #chart = new Chart(at("chart"));
  #draw = oncePerFrame(() => this.#redraw());
  #account = "";
  #ordersTable;
  #positionsTable;
  #onBreaker;
  #onState;

  /**
   * @param {(breaker: object) => void} onBreaker
   * @param {(state: string) => void} onState of the stream
   * @param {(symbol: string) => number} digitsOf decimals of a symbol's prices
   */
  constructor(onBreaker, onState, digitsOf) {
    [this.#onBreaker, this.#onState] = [onBreaker, onState];
    this.#ordersTable = new OrdersTable(digitsOf, this.#draw);
    this.#positionsTable = new PositionsTable(() => this.#account, digitsOf);
  }

  async show(account) {
    this.#stream?.stop();
    this.#account = account;
    this.#orders.clear();
    this.#positions.clear();
    this.#figures = null;
    this.#chart.clear();
    for (const id of ["orders-answer", "positions-answer"]) write(at(id), "");
    const query = `types=order,position,breaker&account=${encodeURIComponent(account)}`;
    const stream = this.#stream = follow(query, (name, data) => this.#take(name, data), this.#onState);
    const { status, body } = await call("GET", `/orders?account=${encodeURIComponent(account)}&limit=${readOrders}`);
    if (stream !== this.#stream) return;
    if (status === 200) this.#orders.add(body);
    this.#draw();
  }

  restart() {
    this.#stream?.restart();
  }

  #take(name, data) {
    if (name === "breaker") this.#onBreaker(data);
    else if (name === "reset") this.show(this.#account);
    else if (name === "orders") this.#orders.setOpen(data.orders);
    else if (name === "order") this.#orders.apply(data);
    else if (name === "position") this.#positions.set(data.position.symbol, data.position);
    else if (name === "account") {
      this.#figures = data;
      this.#chart.add(data.pnl);
    }
    this.#draw();
  }

  #redraw() {
    const orders = this.#orders.sorted();
    this.#drawFigures();
    this.#positionsTable.draw(this.#positions.values());
    this.#ordersTable.draw(orders);
    drawSymbols(orders);
  }

  #drawFigures() {
    const f = this.#figures;
    for (const [id, value] of [["pnl-total", f?.pnl.total], ["pnl-realized", f?.pnl.realized], ["pnl-unrealized", f?.pnl.unrealized]])
      write(at(id), value === undefined ? "\u2013" : signed(value), tone(value ?? 0));
    for (const [id, value] of [["equity", f?.equity], ["buying-power", f?.buying_power], ["margin-initial", f?.margin.initial],
      ["exposure", f?.exposure.gross]])
      write(at(id), value === undefined ? "\u2013" : money(value));
    // Below what the positions must keep, the account may only reduce.
    write(at("margin-maintenance"), f ? money(f.margin.maintenance) : "\u2013", f && f.margin.excess < 0 ? tone(-1) : "");
  }
}

function drawSymbols(orders) {
  const counts = new Map();
  for (const order of orders) {
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
