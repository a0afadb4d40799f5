// What the ticket asks for: one row per field, with the orders that it goes with. The API checks the same rules again.

const limits = ["limit", "stop_limit", "limit_if_touched"];
const touches = ["market_if_touched", "limit_if_touched"];
const immediate = ["ioc", "fok"];
const ofAuction = ["opg", "cls"];

const isSimple = order => order.order_class === "simple";
const isPair = order => order.order_class === "oco";
const hasLimit = order => isPair(order) || limits.includes(order.type);
const waits = order => !isPair(order) && !["market", "limit"].includes(order.type);
const hasStop = order => waits(order) && order.type !== "trailing_stop";
const isOfAuction = order => isSimple(order) && !waits(order) && !isByAmount(order);
const mayRest = order => hasLimit(order) && ![...immediate, ...ofAuction].includes(order.time_in_force);
const takesProfit = order => !isSimple(order) && (order.order_class !== "oto" || order.exit === "take_profit");
const stopsLoss = order => !isSimple(order) && (order.order_class !== "oto" || order.exit === "stop_loss");
const isByAmount = order => order.size === "notional" && mayBeByAmount(order);
const mayBeByAmount = order => !isPair(order) && order.type === "market" && order.side === "buy";
const trailsBy = unit => order => !isPair(order) && order.type === "trailing_stop" && order.trail === unit;

const always = () => true;

/**
 * One row per field. Rows above decide what fits below.
 * - `name`: the field of the API, with a dot where it is within another; of `isChoice`, a choice of the page only
 * - `label`: its words, or a function of the order
 * - `fits`: whether it goes with the order as chosen so far
 * - `options`: of a list, `[value, words, fits]`
 * - `hint`: stands in a field that is empty
 * - `step`: of a number, `price` for the tick of the symbol
 * - `isText`: words, not a number
 * - `isExtra`: stands under "More", which is closed at first
 */
export const fields = [
  { name: "order_class", label: "Order class", fits: always, options: [
    ["simple", "Simple"], ["bracket", "Bracket"], ["oto", "One triggers the other"], ["oco", "One cancels the other"]] },
  { name: "exit", label: "Exit", isChoice: true, fits: order => order.order_class === "oto", options: [
    ["take_profit", "Take profit"], ["stop_loss", "Stop loss"]] },
  { name: "type", label: "Type", fits: order => !isPair(order), options: [
    ["market", "Market"], ["limit", "Limit"], ["stop", "Stop", isSimple], ["stop_limit", "Stop limit", isSimple],
    ["trailing_stop", "Trailing stop", isSimple], ["market_if_touched", "Market if touched", isSimple],
    ["limit_if_touched", "Limit if touched", isSimple]] },
  { name: "size", label: "Size in", isChoice: true, fits: mayBeByAmount, options: [
    ["qty", "Quantity"], ["notional", "Cash amount"]] },
  { name: "qty", label: "Quantity", fits: order => !isByAmount(order), value: 10, step: "any" },
  { name: "notional", label: "Cash amount", fits: isByAmount, step: "any" },
  { name: "limit_price", label: "Limit price", fits: order => hasLimit(order) && !isPair(order), step: "price" },
  { name: "stop_price", fits: hasStop, step: "price",
    label: order => (touches.includes(order.type) ? "Touch price" : "Stop price") },
  { name: "trail", label: "Trail in", isChoice: true, fits: order => !isPair(order) && order.type === "trailing_stop", options: [
    ["trail_price", "Price"], ["trail_percent", "Percent"]] },
  { name: "trail_price", label: "Trail by price", fits: trailsBy("trail_price"), step: "price" },
  { name: "trail_percent", label: "Trail by percent", fits: trailsBy("trail_percent"), step: 0.01 },
  { name: "time_in_force", label: "Time in force", fits: always, options: [
    ["day", "Day"], ["gtc", "Good till canceled"], ["gtd", "Good till date", order => isPair(order) || order.type !== "market"],
    ["ioc", "Immediate or cancel", order => !isPair(order)], ["fok", "Fill or kill", order => !isPair(order)],
    ["opg", "At the opening", isOfAuction], ["cls", "At the close", isOfAuction]] },
  { name: "expire_at", label: "Expires at", fits: order => order.time_in_force === "gtd", isTime: true },
  { name: "take_profit.limit_price", label: "Take profit at", fits: takesProfit, step: "price" },
  { name: "stop_loss.stop_price", label: "Stop loss from", fits: stopsLoss, step: "price" },
  { name: "stop_loss.limit_price", label: "Stop loss limit", hint: "optional", fits: stopsLoss, step: "price" },
  { name: "trigger", label: "Trigger", isExtra: true, fits: hasStop, options: [
    ["last", "Last trade"], ["bid_ask", "Bid or ask"], ["mark", "Middle of bid and ask"]] },
  { name: "max_slippage", label: "Most slippage", isExtra: true, fits: order => !hasLimit(order), step: "price" },
  { name: "display_qty", label: "Display quantity", hint: "0 hides it", isExtra: true, fits: mayRest, step: "any" },
  { name: "min_qty", label: "Least quantity", isExtra: true, step: "any",
    fits: order => !isByAmount(order) && order.time_in_force !== "fok" && !order.post_only },
  { name: "post_only", label: "Post only", isExtra: true, isCheck: true,
    fits: order => mayRest(order) && (isPair(order) || order.type === "limit") },
  { name: "reduce_only", label: "Reduce only", isExtra: true, isCheck: true,
    fits: order => (isSimple(order) || isPair(order)) && !isByAmount(order) },
  { name: "tag", label: "Tag", isExtra: true, isText: true, fits: always },
];

// Where a refusal belongs that names no field.
const fieldsOfCodes = {
  insufficient_buying_power: ["qty", "notional"], max_quantity: ["qty"], max_notional: ["qty", "notional"],
  max_position: ["qty", "notional"], price_collar: ["limit_price", "take_profit.limit_price"],
  price_band: ["limit_price", "take_profit.limit_price"], fill_or_kill: ["time_in_force"], immediate_or_cancel: ["time_in_force"],
  post_only: ["post_only"], reduce_only: ["reduce_only"], min_quantity: ["min_qty"], no_last_price: ["type"],
  no_liquidity: ["type"],
};

/** The name of the field that a refusal is about, of those that are shown; undefined if it is about none. */
export function fieldOf({ code, detail }, shown) {
  const places = shown
    .map(name => ({ name, at: detail.search(new RegExp(`(?<![\\w.])${name.replace(".", "\\.")}(?![\\w.])`)) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at);
  return places[0]?.name ?? fieldsOfCodes[code]?.find(name => shown.includes(name));
}
