// Has many orders under way over one WebSocket, breaks the connection, sends again what was not answered, and cancels all.
// Node 22 or later, or `node --experimental-websocket socket.mjs` with Node 20. Settings: TRADINGOPS_URL, TRADINGOPS_KEY.

const url = (process.env.TRADINGOPS_URL ?? "http://localhost:8080").replace(/^http/, "ws");
const headers = process.env.TRADINGOPS_KEY ? { Authorization: `Bearer ${process.env.TRADINGOPS_KEY}` } : {};
const pause = ms => new Promise(done => setTimeout(done, ms));

/** A connection whose messages are answered by their ids; what is under way when it breaks, or is retryable, is sent again. */
class Orders {
  #socket;
  #lastId = 0;
  #waiting = new Map();

  async open() {
    for (;;) {
      const socket = new WebSocket(`${url}/ws`, { headers });
      const isOpen = await new Promise(done => {
        socket.onopen = () => done(true);
        socket.onerror = () => done(false);
      });
      if (isOpen) {
        this.#socket = socket;
        break;
      }
      await pause(500);
    }
    const socket = this.#socket;
    socket.onmessage = ({ data }) => {
      const answer = JSON.parse(data);
      const asked = this.#waiting.get(answer.id);
      if (!asked) return;
      if (answer.problem?.retryable) return void setTimeout(() => this.#send(asked.message), 200);
      this.#waiting.delete(answer.id);
      asked.done(answer);
    };
    socket.onclose = () => {
      if (this.#waiting.size > 0) void this.open();
    };
    // After a break: with its client_order_id, no order is entered twice.
    for (const { message } of this.#waiting.values()) this.#send(message);
  }

  /** Sends a message; the promise is its answer. */
  ask(fields) {
    const message = { ...fields, id: ++this.#lastId };
    return new Promise(done => {
      this.#waiting.set(message.id, { message, done });
      this.#send(message);
    });
  }

  /** Breaks the connection, as a network does. */
  break() {
    this.#socket.close();
  }

  #send(message) {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }
}

const orders = new Orders();
await orders.open();
const run = Date.now();
const sent = Array.from({ length: 50 }, (_, i) => orders.ask({
  op: "submit",
  order: {
    account: "socket-demo", symbol: "AAPL", qty: 1, type: "limit", limit_price: 100, time_in_force: "gtc",
    client_order_id: `socket-${run}-${i}`,
  },
}));
orders.break();
const answers = await Promise.all(sent);
const refused = answers.find(answer => answer.problem);
if (refused) throw new Error(`${refused.problem.code}: ${refused.problem.detail}`);
console.log(`placed ${new Set(answers.map(answer => answer.order.id)).size}, each once`);
const all = await orders.ask({ op: "cancel_all", account: "socket-demo" });
console.log(`canceled ${all.orders.length}`);
process.exit(0);
