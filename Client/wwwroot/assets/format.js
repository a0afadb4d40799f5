// Numbers and times as a desk reads them.

const formats = new Map();

function fixed(value, digits) {
  if (!formats.has(digits))
    formats.set(digits, new Intl.NumberFormat("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits }));
  return formats.get(digits).format(value);
}

const minus = text => text.replace("-", "\u2212");

/** Two decimals, grouped. */
export const money = (value, digits = 2) => minus(fixed(value, digits));

/** As money, with its sign: colour alone tells nobody everything. */
export const signed = (value, digits = 2) => (value > 0 ? "+" : "") + money(value, digits);

/** A quantity without needless zeros. */
export const quantity = value => minus(new Intl.NumberFormat("en-US", { maximumFractionDigits: 8 }).format(value));

/** A price with as many decimals as its tick. */
export const price = (value, digits = 2) => (isGiven(value) ? minus(fixed(value, digits)) : "\u2013");

/** Whether an answer has a value: an event leaves out what is null. */
export const isGiven = value => value !== null && value !== undefined;

/** Hours, minutes and seconds of the reader's day. */
export const time = at => new Date(at).toLocaleTimeString("en-GB", { hour12: false });

/** Decimals of a tick. */
export const decimalsOf = tick => (String(tick).split(".")[1] ?? "").length;

/** gain, loss or flat, for the colour. */
export const tone = value => (value > 0 ? "gain" : value < 0 ? "loss" : "flat");

/** A word of the API as a reader's. */
export const words = text => text.replaceAll("_", " ");

/** What became of an order, in a line. */
export function describeOrder(order, digits) {
  const filled = order.execution
    ? `, ${quantity(order.filled_qty)} at ${price(order.execution.avg_price, Math.max(2, digits))}` : "";
  return `${order.id} ${words(order.status)}${filled}`;
}
