// Places an order so that it is stored once, follows it across a broken connection, and cancels it. Node 20 or later.
// Settings: TRADINGOPS_URL, TRADINGOPS_KEY.

const url = process.env.TRADINGOPS_URL ?? "http://localhost:8080";
const auth = process.env.TRADINGOPS_KEY ? { Authorization: `Bearer ${process.env.TRADINGOPS_KEY}` } : {};
const pause = ms => new Promise(done => setTimeout(done, ms));

/** Sends the same request until there is a definite answer: with a client_order_id it is stored once. */
async function call(method, path, content) {
  for (let attempt = 1; ; attempt++) {
    try {
      const response = await fetch(url + path, {
        method,
        headers: { ...auth, "Content-Type": "application/json" },
        body: content && JSON.stringify(content),
        signal: AbortSignal.timeout(10_000),
      });
      const body = await response.json();
      if (response.ok) return body;
      if (!body.retryable) throw Object.assign(new Error(`${body.code}: ${body.detail}`), { isFinal: true });
    } catch (error) {
      if (error.isFinal || attempt === 5) throw error;
    }
    await pause(100 * 2 ** attempt);
  }
}

/** Every event behind an id, over as many connections as it takes. */
async function* follow(query, lastId) {
  for (;;) {
    try {
      const response = await fetch(`${url}/stream?${query}`, { headers: { ...auth, "Last-Event-ID": lastId } });
      let rest = "";
      for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
        const blocks = (rest + chunk).split("\n\n");
        rest = blocks.pop();
        for (const block of blocks) {
          const fields = Object.fromEntries(block.split("\n").map(line => line.split(/: (.*)/s)));
          lastId = fields.id ?? lastId;
          if (fields.event) yield { id: lastId, name: fields.event, data: JSON.parse(fields.data) };
        }
      }
    } catch {
      // The connection broke: go on behind the last id, on this front or another.
    }
    await pause(1000);
  }
}

/** Waits for what happens to an order, and answers the id of that event. */
async function until(event, order, lastId) {
  for await (const e of follow("symbol=AAPL&account=demo&types=order", lastId))
    if (e.name === "order" && e.data.id === order && e.data.event === event) return e.id;
}

const { sequence } = await call("GET", "/books/AAPL?depth=1");
const order = {
  symbol: "AAPL", qty: 1, type: "limit", limit_price: 100, time_in_force: "gtc", client_order_id: `node-${Date.now()}`,
};
const { id } = await call("POST", "/orders", order);
const again = await call("POST", "/orders", order);
if (again.id !== id) throw new Error(`stored twice: ${id} and ${again.id}`);
console.log(`placed ${id}, once`);
const last = await until("accepted", id, `AAPL=${sequence}`);
console.log(`accepted at ${last}`);
console.log((await call("DELETE", `/orders/${id}`)).status);
await until("canceled", id, last);
console.log("done");
process.exit(0);
