// The positions of the chosen account, each with a button that closes it.

import { closePosition, newOrderId } from "./api.js";
import { at, make, rows, write } from "./dom.js";
import { describeOrder, money, price, quantity, signed, tone } from "./format.js";

export class PositionsTable {
  #accountOf;
  #digitsOf;
  // Ids of closes with an unknown outcome, by account and symbol: asked again, they are the same close.
  #unclear = new Map();

  /**
   * @param {() => string} accountOf the chosen account
   * @param {(symbol: string) => number} digitsOf decimals of a symbol's prices
   */
  constructor(accountOf, digitsOf) {
    [this.#accountOf, this.#digitsOf] = [accountOf, digitsOf];
    at("positions").addEventListener("click", event => {
      const button = event.target.closest("button");
      if (button) this.#close(button);
    });
  }

  draw(all) {
    const positions = [...all].sort((a, b) => a.symbol.localeCompare(b.symbol));
    write(at("positions-count"), `${positions.filter(p => p.qty !== 0).length} open`);
    rows(at("positions").tBodies[0], positions, p => p.symbol, (row, p) => {
      row.className = p.qty === 0 ? "muted" : "";
      const digits = this.#digitsOf(p.symbol);
      const mark = price(p.mark, digits) + (p.stale && p.qty !== 0 ? " (stale)" : "");
      const cells = [p.symbol, quantity(p.qty), price(p.avg_price, digits), mark, money(p.market_value),
        signed(p.realized_pnl), signed(p.unrealized_pnl)];
      cells.forEach((text, i) => write(row.cells[i], text));
      row.cells[5].className = `n realized ${tone(p.realized_pnl)}`;
      row.cells[6].className = `n unrealized ${tone(p.unrealized_pnl)}`;
      row.querySelector("button").hidden = p.qty === 0;
    }, newRow);
  }

  async #close(button) {
    const { symbol } = button.dataset;
    const account = this.#accountOf();
    const key = `${account} ${symbol}`;
    const id = this.#unclear.get(key) ?? newOrderId();
    button.disabled = true;
    write(at("positions-answer"), `Closing ${symbol}\u2026`, "");
    const { order, problem, isUnclear } = await closePosition(account, symbol, id);
    button.disabled = false;
    if (isUnclear) this.#unclear.set(key, id);
    else this.#unclear.delete(key);
    const why = problem ? `${problem.detail} (${problem.code})` : "the front cannot be reached";
    if (order) write(at("positions-answer"), describeOrder(order, this.#digitsOf(symbol)), "gain");
    else if (isUnclear) write(at("positions-answer"), `Outcome unknown: ${why}. Close it again: it is the same close.`, "loss");
    else write(at("positions-answer"), `Not closed: ${why}`, "loss");
  }
}

const newRow = ({ symbol }) => {
  const close = make("button", { type: "button", textContent: "Close", set: { "aria-label": `Close position ${symbol}` } });
  close.dataset.symbol = symbol;
  const cells = ["qty", "average", "mark", "value", "realized", "unrealized"].map(name => make("td", { className: `n ${name}` }));
  return make("tr", {}, make("th", { scope: "row" }), ...cells, make("td", { className: "action" }, close));
};
