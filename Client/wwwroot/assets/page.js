// Puts the parts of the page together.

import { Account } from "./account.js";
import { call } from "./api.js";
import { at, make } from "./dom.js";
import { Desk } from "./desk.js";
import { decimalsOf } from "./format.js";
import { Market } from "./market.js";
import { Ticket } from "./ticket.js";

let instruments = new Map();

const chosen = () => {
  const instrument = instruments.get(at("symbol").value);
  return { account: at("account").value.trim() || "demo", symbol: instrument?.symbol, tick: instrument?.tick_size, digits: market.digits };
};

// At least two, as money has.
const digitsOf = symbol => Math.max(2, decimalsOf(instruments.get(symbol)?.tick_size ?? 0));

const desk = new Desk(start);
const market = new Market((value, side) => ticket.pick(value, side));
const account = new Account(breaker => desk.showBreaker(breaker), state => desk.showStream(state), digitsOf);
const ticket = new Ticket(chosen);

at("symbol").addEventListener("change", showMarket);
at("account").addEventListener("change", () => account.show(chosen().account));

function showMarket() {
  ticket.refresh();
  market.show(instruments.get(at("symbol").value));
}

async function start() {
  const { status, body } = await call("GET", "/instruments");
  if (status !== 200) {
    desk.showStream(status === 401 ? "key needed" : "reconnecting");
    if (status !== 401) setTimeout(start, 1000);
    return;
  }
  instruments = new Map(body.map(instrument => [instrument.symbol, instrument]));
  at("symbol").replaceChildren(...body.map(({ symbol }) => make("option", { value: symbol, textContent: symbol })));
  showMarket();
  account.show(chosen().account);
}

start();
