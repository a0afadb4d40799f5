// Calls the front, with the key of this tab if it has one.

const storedKey = "tradingops.key";
const patience = 15_000;

export const getKey = () => sessionStorage.getItem(storedKey) ?? "";

export const setKey = key => (key ? sessionStorage.setItem(storedKey, key) : sessionStorage.removeItem(storedKey));

export const authorization = () => (getKey() ? { Authorization: `Bearer ${getKey()}` } : {});

/** Answers `{status, body}`; status 0 if the front cannot be reached. */
export async function call(method, path, content) {
  try {
    const response = await fetch(path, {
      method,
      headers: { ...authorization(), ...(content === undefined ? {} : { "Content-Type": "application/json" }) },
      body: content === undefined ? undefined : JSON.stringify(content),
      signal: AbortSignal.timeout(patience),
    });
    return { status: response.status, body: await response.json().catch(() => null) };
  } catch {
    return { status: 0, body: null };
  }
}

/** An id for an order, under which it is stored once. */
export const newOrderId = () =>
  `page-${[...crypto.getRandomValues(new Uint8Array(12))].map(b => b.toString(16).padStart(2, "0")).join("")}`;

/** Sends an order that has an id, again where the answer is lost. Answers with `isUnclear` if it may or may not be stored. */
export const place = order => untilClear(async () => {
  // As a batch of one, a refusal is an answer and no failed request.
  const { status, body } = await call("POST", "/orders/batch", [order]);
  const answer = status === 200 && body ? body[0] : { status, problem: body };
  return { ...answer, isUnclear: status === 200 && !answer.order && !answer.problem };
});

/** Closes a position by a market order under an id, again where the answer is lost. Answers as `place` does. */
export const closePosition = (account, symbol, id) => untilClear(async () => {
  const path = `/accounts/${encodeURIComponent(account)}/positions/${encodeURIComponent(symbol)}?client_order_id=${id}`;
  const { status, body } = await call("DELETE", path);
  const isDone = status === 200 || status === 201;
  return isDone ? { status, order: body, isUnclear: !body } : { status, problem: body };
});

async function untilClear(ask) {
  for (let attempt = 1; ; attempt++) {
    const answer = await ask();
    const isUnclear = Boolean(answer.isUnclear || answer.status === 0 || answer.problem?.retryable);
    if (!isUnclear || attempt === 5) return { ...answer, isUnclear };
    await new Promise(done => setTimeout(done, 200 * 2 ** attempt));
  }
}
