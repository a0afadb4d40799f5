// The orders of the chosen account with their kind, their triggers and what belongs together, each with a button that cancels it.

import { call } from "./api.js";
import { at, make, rows, write } from "./dom.js";
import { isGiven, money, price, quantity, time, words } from "./format.js";
import { groupOf, isOpen } from "./order-list.js";

const shownOrders = 100;
const classes = { bracket: "bracket", oto: "one triggers other", oco: "one cancels other" };
const columns = ["time", "id", "side", "kind", "group", "done n", "price n", "trigger n", "status"];

export class OrdersTable {
  #digitsOf;

  /**
   * @param {(symbol: string) => number} digitsOf decimals of a symbol's prices
   * @param {() => void} onFilter other orders are to be shown
   */
  constructor(digitsOf, onFilter) {
    this.#digitsOf = digitsOf;
    at("open-only").addEventListener("change", onFilter);
    at("orders").addEventListener("click", event => {
      const button = event.target.closest("button");
      if (button) cancel(button);
    });
  }

  /** @param {object[]} orders in the order in which they are shown */
  draw(orders) {
    const open = orders.filter(isOpen);
    write(at("orders-count"), `${open.length} open`);
    const shown = at("open-only").checked ? open : orders.slice(0, shownOrders);
    const roots = shown.map(order => groupOf(order).root);
    rows(at("orders").tBodies[0], shown.map((order, i) => ({ order, root: roots[i], before: roots[i - 1], after: roots[i + 1] })),
      ({ order }) => order.id, (row, { order, root, before, after }) => {
        this.#cells(order).forEach((text, i) => write(row.cells[i], text));
        const classNames = [before === root && "joined", after === root && "joins", groupOf(order).exit && "exit"];
        row.className = classNames.filter(Boolean).join(" ");
        row.querySelector(".side").className = `side ${order.side}`;
        row.querySelector(".status").className = `status ${order.status}`;
        row.querySelector("button").hidden = !isOpen(order);
      }, ({ order }) => newRow(order));
  }

  #cells(order) {
    const digits = this.#digitsOf(order.symbol);
    const { root, exit } = groupOf(order);
    const kind = [words(order.type), order.time_in_force, order.reduce_only && "reduce only", order.post_only && "post only"];
    const done = order.notional ? `${quantity(order.filled_qty)} / ${money(order.notional)} cash`
      : `${quantity(order.filled_qty)} / ${quantity(order.qty)}`;
    return [time(order.received_at), order.id, order.side, kind.filter(Boolean).join(", "),
      exit ? `${exit} of ${root}` : classes[order.order_class] ?? "", done,
      order.execution ? price(order.execution.avg_price, digits)
        : isGiven(order.limit_price) ? price(order.limit_price, digits) : "market",
      describeTrigger(order, digits), describeStatus(order)];
  }
}

function describeTrigger(order, digits) {
  const stop = isGiven(order.stop_price) ? price(order.stop_price, digits) : "";
  if (order.type === "trailing_stop") {
    const trail = order.trail_percent ? `${quantity(order.trail_percent)} %` : price(order.trail_price, digits);
    return `trail ${trail}${stop && `, now ${stop}`}`;
  }
  if (!stop) return "";
  const watched = order.trigger && order.trigger !== "last" ? ` ${words(order.trigger)}` : "";
  return `${order.type.includes("touched") ? "touch" : "stop"} ${stop}${watched}`;
}

function describeStatus(order) {
  if (isOpen(order) && order.qty === 0 && !order.notional) return "waits for its entry";
  return words(order.status) + (order.reject_reason && !isOpen(order) ? `: ${words(order.reject_reason)}` : "");
}

function newRow({ id }) {
  const button = make("button", { type: "button", textContent: "Cancel", set: { "aria-label": `Cancel order ${id}` } });
  button.dataset.order = id;
  const cells = columns.map(className => make(className === "id" ? "th" : "td", { className }));
  cells[columns.indexOf("id")].scope = "row";
  return make("tr", {}, ...cells, make("td", { className: "action" }, button));
}

async function cancel(button) {
  button.disabled = true;
  write(at("orders-answer"), "");
  const { status, body } = await call("DELETE", `/orders/${encodeURIComponent(button.dataset.order)}`);
  button.disabled = false;
  // One that is closed by now needs no cancel.
  if (status !== 200 && body?.code !== "not_open")
    write(at("orders-answer"), `Not canceled: ${body ? `${body.detail} (${body.code})` : "the front cannot be reached"}`);
}
