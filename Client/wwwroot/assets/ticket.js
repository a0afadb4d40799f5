// The order ticket: a form of the fields that fit the chosen kind of order.

import { newOrderId, place } from "./api.js";
import { at, make, write } from "./dom.js";
import { fieldOf, fields } from "./fields.js";
import { describeOrder } from "./format.js";

export class Ticket {
  #form = at("order-form");
  // The parts of each field by its name: its place, its label, its input, and what is wrong with it.
  #parts = new Map();
  // What was sent with an unknown outcome: the same order sent again is this one.
  #unclear = null;
  #chosen;

  /** @param {() => {account: string, symbol: string, tick: number, digits: number}} chosen what is chosen elsewhere */
  constructor(chosen) {
    this.#chosen = chosen;
    for (const field of fields) this.#build(field);
    this.#form.addEventListener("input", event => {
      this.#complain(event.target.name, "");
      this.refresh();
    });
    this.#form.addEventListener("submit", event => {
      event.preventDefault();
      this.#send();
    });
    this.refresh();
  }

  /** A price of the ladder: an order at it, that would rest there. */
  pick(value, side) {
    const { order_class, type } = this.#form.elements;
    if (order_class.value === "oco") order_class.value = "simple";
    if (!type.value.includes("limit")) type.value = "limit";
    this.#form.elements.side.value = side === "bid" ? "buy" : "sell";
    this.refresh();
    this.#input("limit_price").value = value;
    this.#input("limit_price").focus();
  }

  /** Shows what the chosen order and symbol ask for. */
  refresh() {
    const { symbol, tick } = this.#chosen();
    for (const field of fields) {
      const { place, label, input } = this.#parts.get(field.name);
      // A row above may have changed: read the order again.
      const order = this.#order();
      const isNeeded = field.fits(order);
      place.hidden = !isNeeded;
      input.disabled = !isNeeded;
      if (typeof field.label === "function") write(label, field.label(order));
      if (field.step) input.step = field.step === "price" ? tick ?? "any" : field.step;
      if (field.options) this.#offer(input, field.options, order);
    }
    write(at("ticket-symbol"), symbol ?? "");
    const side = this.#form.elements.side.value;
    write(at("send"), `${side === "buy" ? "Buy" : "Sell"} ${symbol ?? ""}`, side);
  }

  #build(field) {
    const id = `ticket-${field.name.replace(".", "-")}`;
    const input = make(field.options ? "select" : "input", { id, name: field.name, set: { "aria-describedby": `${id}-wrong` } });
    if (field.options) input.append(...field.options.map(([value, words]) => make("option", { value, textContent: words })));
    else if (field.isCheck) input.type = "checkbox";
    else if (field.isTime) input.type = "datetime-local";
    else if (field.isText) Object.assign(input, { type: "text", maxLength: 64 });
    else Object.assign(input, { type: "number", inputMode: "decimal", value: field.value ?? "", placeholder: field.hint ?? "" });
    const label = make("label", { htmlFor: id, textContent: typeof field.label === "string" ? field.label : "" });
    const wrong = make("p", { id: `${id}-wrong`, className: "wrong" });
    const place = make("div", { className: `field ${field.isCheck ? "check" : ""}` }, label, input, wrong);
    at(field.isExtra ? "ticket-extras" : "ticket-fields").append(place);
    this.#parts.set(field.name, { place, label, input, wrong });
  }

  #input(name) {
    return this.#parts.get(name).input;
  }

  /** What is chosen, by the names of the fields. */
  #order() {
    const order = { side: this.#form.elements.side.value };
    for (const [name, { input }] of this.#parts)
      order[name] = input.type === "checkbox" ? input.checked && !input.disabled : input.value;
    return order;
  }

  /** Offers what fits; what does not fit and was chosen gives way to the first that does. */
  #offer(select, options, order) {
    options.forEach(([, , fits], i) => {
      const isOffered = !fits || fits(order);
      select.options[i].hidden = select.options[i].disabled = !isOffered;
    });
    if (select.selectedOptions[0]?.disabled) select.value = [...select.options].find(option => !option.disabled).value;
  }

  /** The order as the API takes it. A group that is shown is sent even if it is empty, so that the API names what is missing. */
  #body() {
    const body = { side: this.#form.elements.side.value };
    for (const field of fields) {
      const { input } = this.#parts.get(field.name);
      if (input.disabled || field.isChoice) continue;
      const [first, second] = field.name.split(".");
      const target = second ? (body[first] ??= {}) : body;
      if (field.isCheck ? !input.checked : input.value === "") continue;
      target[second ?? first] = field.isCheck ? true
        : field.isTime ? new Date(input.value).toISOString()
        : field.options || field.isText ? input.value : Number(input.value);
    }
    // A plain order is sent without the fields that say so.
    if (body.order_class === "simple") delete body.order_class;
    if (body.trigger === "last") delete body.trigger;
    return body;
  }

  async #send() {
    const { account, symbol, digits } = this.#chosen();
    for (const name of this.#parts.keys()) this.#complain(name, "");
    at("send").disabled = true;
    write(at("ticket-answer"), "Sending\u2026", "");
    const asked = { account, symbol, ...this.#body() };
    const content = JSON.stringify(asked);
    const id = this.#unclear?.content === content ? this.#unclear.id : newOrderId();
    const { status, order, problem, isUnclear } = await place({ ...asked, client_order_id: id });
    at("send").disabled = false;
    this.#unclear = isUnclear ? { content, id } : null;
    if (order && status < 300) write(at("ticket-answer"), describeOrder(order, digits), "gain");
    else this.#showRefusal(problem ?? { detail: "the front cannot be reached", code: "no answer" }, isUnclear);
  }

  #showRefusal(problem, isUnclear) {
    const why = `${problem.detail} (${problem.code})`;
    const shown = fields.filter(field => !this.#input(field.name).disabled).map(field => field.name);
    const name = isUnclear ? undefined : fieldOf(problem, shown);
    if (isUnclear) write(at("ticket-answer"), `Outcome unknown: ${why}. Sent again it is the same order, stored once.`, "loss");
    else if (name) write(at("ticket-answer"), `Refused: ${this.#parts.get(name).label.textContent} (${problem.code})`, "loss");
    else write(at("ticket-answer"), `Refused: ${why}`, "loss");
    if (!name) return;
    if (fields.find(field => field.name === name).isExtra) at("ticket-more").open = true;
    this.#complain(name, problem.detail);
    this.#input(name).focus();
  }

  /** Shows what is wrong with a field beside it, or that nothing is. */
  #complain(name, what) {
    const part = this.#parts.get(name);
    if (!part) return;
    write(part.wrong, what);
    if (what) part.input.setAttribute("aria-invalid", "true");
    else part.input.removeAttribute("aria-invalid");
  }
}
