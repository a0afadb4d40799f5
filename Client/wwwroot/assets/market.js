// The depth and the trades of the chosen symbol.

import { Book } from "./book.js";
import { call } from "./api.js";
import { at, make, oncePerFrame, rows, write } from "./dom.js";
import { decimalsOf, isGiven, price, quantity, time } from "./format.js";
import { follow } from "./stream.js";

const shownLevels = 10;
const shownTrades = 40;

export class Market {
  #book = new Book();
  #trades = [];
  #price = null;
  #stream = null;
  #digits = 2;
  #draw = oncePerFrame(() => this.#redraw());

  /** @param {(price: number, side: string) => void} onPick a price of the ladder was chosen */
  constructor(onPick) {
    at("ladder").addEventListener("click", event => {
      const button = event.target.closest("button");
      if (button) onPick(Number(button.dataset.price), button.dataset.side);
    });
    // The age of a price grows without an event.
    setInterval(this.#draw, 1000);
  }

  get digits() {
    return this.#digits;
  }

  async show(instrument) {
    this.#stream?.stop();
    this.#stream = null;
    this.#digits = decimalsOf(instrument.tick_size);
    [this.#book, this.#trades, this.#price] = [new Book(), [], null];
    this.#draw();
    const symbol = instrument.symbol;
    const query = `symbol=${encodeURIComponent(symbol)}`;
    const { body } = await call("GET", `/books/${encodeURIComponent(symbol)}?depth=1`);
    const trades = await call("GET", `/trades?${query}&limit=${shownTrades}`);
    if (symbol !== at("symbol").value) return;
    if (trades.status === 200) this.#trades = trades.body;
    // From where the book was before the trades were asked for: none is left out.
    const from = body ? `${symbol}=${body.sequence}` : "";
    this.#stream?.stop();
    this.#stream = follow(`types=book,trade,quote&${query}`, (name, data) => this.#take(name, data), () => {}, from);
  }

  restart() {
    this.#stream?.restart();
  }

  #take(name, data) {
    if (name === "quote") this.#price = data;
    if (name === "book" && !this.#book.apply(data)) this.#stream.restart();
    const revised = name.startsWith("trade_") && this.#trades.find(trade => trade.id === data.id);
    if (revised && name === "trade_bust") revised.busted_at = data.at;
    if (revised && name === "trade_correction") revised.corrected_price = data.new_price;
    if (name === "trade" && !this.#trades.some(trade => trade.id === data.id)) {
      this.#trades.unshift(data);
      this.#trades.length = Math.min(this.#trades.length, shownTrades);
    }
    this.#draw();
  }

  /** Where positions have their prices from, if that is not this book. */
  #drawFeed() {
    const feed = this.#price?.source === "book" ? null : this.#price;
    at("feed").hidden = !feed;
    if (!feed) return;
    const seconds = Math.max(0, Math.round((Date.now() - new Date(feed.received_at)) / 1000));
    const age = isGiven(feed.received_at) ? `${seconds} s ago` : "silent";
    const [last, bid, ask] = [feed.last_price, feed.bid, feed.ask].map(value => price(value, this.#digits));
    at("feed").classList.toggle("stale", Boolean(feed.stale));
    write(at("feed"), `Feed ${feed.source}: ${last}, bid ${bid}, ask ${ask}, ${age}${feed.stale ? " (stale)" : ""}`);
  }

  #redraw() {
    this.#drawFeed();
    const { bids, asks } = this.#book;
    const shown = [
      ...asks.slice(0, shownLevels).reverse().map(([p, q]) => ({ price: p, qty: q, side: "ask" })),
      ...bids.slice(0, shownLevels).map(([p, q]) => ({ price: p, qty: q, side: "bid" })),
    ];
    const most = Math.max(1, ...shown.map(level => level.qty));
    rows(at("ladder").tBodies[0], shown, level => `${level.side}${level.price}`, (row, level) => {
      row.className = level.side + (level.price === bids[0]?.[0] ? " best" : "");
      const size = row.cells[level.side === "bid" ? 0 : 2];
      size.style.setProperty("--share", `${(100 * level.qty) / most}%`);
      write(size, quantity(level.qty));
      write(row.querySelector("button"), price(level.price, this.#digits));
    }, level => {
      const size = make("td", { className: "size" });
      const pick = make("button", { type: "button", title: "Use this price in the ticket" });
      pick.dataset.price = level.price;
      pick.dataset.side = level.side;
      const middle = make("td", { className: "price" }, pick);
      return level.side === "bid" ? make("tr", {}, size, middle, make("td")) : make("tr", {}, make("td"), middle, size);
    });
    rows(at("tape").tBodies[0], this.#trades, trade => trade.id, (row, trade) => {
      row.className = trade.side + (trade.busted_at ? " busted" : "");
      const paid = price(trade.corrected_price ?? trade.price, this.#digits);
      write(row.cells[1], `${trade.side === "buy" ? "\u25b2" : "\u25bc"} ${paid}`);
    }, trade => make("tr", {},
      make("td", { textContent: time(trade.at) }),
      make("td", { className: "n" }),
      make("td", { className: "n", textContent: quantity(trade.qty) })));
    write(at("last-price"), price(this.#book.lastPrice ?? this.#trades[0]?.price, this.#digits));
  }
}
