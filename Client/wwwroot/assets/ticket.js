// The order ticket.

import { newOrderId, place } from "./api.js";
import { at, write } from "./dom.js";
import { price, quantity } from "./format.js";

export class Ticket {
  #form = at("order-form");
  // What was sent with an unknown outcome: the same order sent again is this one.
  #unclear = null;
  #orderOf;

  /** @param {() => {account: string, symbol: string, tick: number, digits: number}} orderOf what is chosen elsewhere */
  constructor(orderOf) {
    this.#orderOf = orderOf;
    this.#form.addEventListener("input", () => this.refresh());
    this.#form.addEventListener("submit", event => {
      event.preventDefault();
      this.#send();
    });
    this.refresh();
  }

  /** A price of the ladder: an order at it, that would rest there. */
  pick(value, side) {
    const { type, limit_price } = this.#form.elements;
    if (!type.value.includes("limit")) type.value = "limit";
    limit_price.value = value;
    this.#form.elements.side.value = side === "bid" ? "buy" : "sell";
    this.refresh();
    limit_price.focus();
  }

  /** Shows what the chosen side, type and symbol ask for. */
  refresh() {
    const { side, type } = this.#form.elements;
    const { symbol, tick } = this.#orderOf();
    for (const label of this.#form.querySelectorAll("[data-for]")) {
      const isNeeded = label.dataset.for.split(" ").includes(type.value);
      const input = label.querySelector("input");
      label.hidden = !isNeeded;
      input.required = isNeeded;
      input.disabled = !isNeeded;
      input.step = tick ?? "any";
    }
    write(at("ticket-symbol"), symbol ?? "");
    write(at("send"), `${side.value === "buy" ? "Buy" : "Sell"} ${symbol ?? ""}`, side.value);
  }

  async #send() {
    const { account, symbol, digits } = this.#orderOf();
    const fields = Object.fromEntries([...new FormData(this.#form)].filter(([, value]) => value !== ""));
    for (const name of ["qty", "limit_price", "stop_price"]) if (name in fields) fields[name] = Number(fields[name]);
    at("send").disabled = true;
    write(at("ticket-answer"), "Sending\u2026", "");
    const asked = { account, symbol, ...fields };
    const content = JSON.stringify(asked);
    const id = this.#unclear?.content === content ? this.#unclear.id : newOrderId();
    const { status, order, problem, isUnclear } = await place({ ...asked, client_order_id: id });
    at("send").disabled = false;
    this.#unclear = isUnclear ? { content, id } : null;
    const why = `${problem?.detail ?? "the front cannot be reached"} (${problem?.code ?? "no answer"})`;
    if (order && status < 300) write(at("ticket-answer"), this.#describe(order, digits), "gain");
    else if (isUnclear) write(at("ticket-answer"), `Outcome unknown: ${why}. Sent again it is the same order, stored once.`, "loss");
    else write(at("ticket-answer"), `Refused: ${why}`, "loss");
  }

  #describe(order, digits) {
    const filled = order.execution
      ? `, ${quantity(order.filled_qty)} at ${price(order.execution.avg_price, Math.max(2, digits))}` : "";
    return `${order.id} ${order.status.replaceAll("_", " ")}${filled}`;
  }
}
