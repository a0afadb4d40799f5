// Calls the front, with the key of this tab if it has one.

const storedKey = "tradingops.key";

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
    });
    return { status: response.status, body: await response.json().catch(() => null) };
  } catch {
    return { status: 0, body: null };
  }
}

/** Sends an order so that it is stored once, however often the answer is lost. */
export async function place(order) {
  const id = [...crypto.getRandomValues(new Uint8Array(12))].map(b => b.toString(16).padStart(2, "0")).join("");
  for (let attempt = 1; ; attempt++) {
    // As a batch of one, a refusal is an answer and no failed request.
    const { status, body } = await call("POST", "/orders/batch", [{ ...order, client_order_id: `page-${id}` }]);
    const answer = status === 200 ? body[0] : { status, problem: body };
    const isUnclear = answer.status === 0 || answer.problem?.retryable;
    if (!isUnclear || attempt === 5) return answer;
    await new Promise(done => setTimeout(done, 200 * 2 ** attempt));
  }
}
