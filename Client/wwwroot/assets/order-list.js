// The orders of the chosen account, as the events about them add up, and how they belong together.

import { isGiven } from "./format.js";

const keptOrders = 200;

export const isOpen = order => order.status === "accepted" || order.status === "partially_filled";

const exits = { T: "take profit", S: "stop loss" };

/** `{root, exit}`: the order that an order came with, and which exit of it this is; undefined for the order itself. */
export function groupOf(order) {
  const [, root, exit] = /^(.*-\d+)([TS])$/.exec(order.id) ?? [];
  return root ? { root, exit: exits[exit] } : { root: order.id, exit: undefined };
}

export class OrderList {
  #orders = new Map();

  clear() {
    this.#orders.clear();
  }

  /** Adds orders that were read. What an event has brought meanwhile is newer. */
  add(orders) {
    for (const order of orders) if (!this.#orders.has(order.id)) this.#orders.set(order.id, order);
  }

  /** All that are open now: what is not among them was closed while nobody listened. */
  setOpen(orders) {
    for (const order of this.#orders.values()) if (isOpen(order)) this.#orders.delete(order.id);
    for (const order of orders) this.#orders.set(order.id, order);
  }

  /** Applies an event as the server does (OrderProjection). */
  apply(event) {
    const order = event.order ?? this.#orders.get(event.id);
    if (!order) return;
    const kind = event.event;
    if (event.status) order.status = event.status;
    order.remaining_qty = event.remaining_qty;
    if (kind === "traded") fill(order, event);
    if (["reduced", "replaced", "activated"].includes(kind)) order.qty = order.filled_qty + event.remaining_qty;
    order.qty = Math.max(order.qty, order.filled_qty);
    if (["waiting", "trailed", "triggered"].includes(kind)) order.stop_price = event.price;
    if (["replaced", "repriced"].includes(kind) && isGiven(order.limit_price)) order.limit_price = event.price;
    if (event.reason) order.reject_reason = event.reason;
    this.#orders.set(order.id, order);
    if (this.#orders.size > keptOrders) this.#forget();
  }

  /** The newest first, and the exits of an order right behind it. */
  sorted() {
    const orders = [...this.#orders.values()].map(order => ({ order, ...groupOf(order) }));
    const begins = new Map();
    for (const { order, root } of orders)
      if (!(begins.get(root) < order.received_at)) begins.set(root, order.received_at);
    return orders.sort((a, b) => compare(begins.get(b.root), begins.get(a.root))
      || b.root.localeCompare(a.root, "en", { numeric: true }) || placeInGroup(a) - placeInGroup(b)).map(entry => entry.order);
  }

  #forget() {
    for (const order of this.sorted().filter(order => !isOpen(order)).slice(keptOrders / 2)) this.#orders.delete(order.id);
  }
}

const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

const placeInGroup = entry => [undefined, exits.T, exits.S].indexOf(entry.exit);

function fill(order, { trade_id, price, qty }) {
  const fills = order.execution?.fills ?? [];
  // A fill may come once more that the order had when it was first seen.
  if (fills.some(known => known.trade_id === trade_id)) return;
  const before = (order.execution?.avg_price ?? 0) * order.filled_qty;
  order.filled_qty += qty;
  order.execution = { avg_price: (before + price * qty) / order.filled_qty, fills: [...fills, { trade_id }] };
}
