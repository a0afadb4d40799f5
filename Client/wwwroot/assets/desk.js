// Health, the firm's breaker and the incidents.

import { call, getKey, setKey } from "./api.js";
import { at, make, rows, write } from "./dom.js";
import { time } from "./format.js";

const askEvery = 5000;
const words = text => text.replaceAll("_", " ");

export class Desk {
  #breaker = null;
  #onKey;

  /** @param {() => void} onKey another key is used from now on */
  constructor(onKey) {
    this.#onKey = onKey;
    at("breaker-change").addEventListener("click", () => this.#askReason());
    at("reason-dialog").addEventListener("close", () => this.#change());
    at("key-change").addEventListener("click", () => this.askKey());
    at("key-dialog").addEventListener("close", () => this.#takeKey());
    this.#ask();
    setInterval(() => this.#ask(), askEvery);
  }

  /** Shows whether events come. */
  showStream(state) {
    write(at("stream-state"), state);
    at("stream-dot").className = `dot ${state === "live" ? "good" : "bad"}`;
    if (state === "forbidden") this.askKey();
  }

  /** Shows a breaker that changed. */
  showBreaker(breaker) {
    if (breaker.scope !== "firm") return;
    this.#breaker = breaker;
    const isClosed = breaker.state === "closed";
    write(at("breaker-state"), words(breaker.state));
    at("breaker-dot").className = `dot ${isClosed ? "good" : "bad"}`;
    write(at("breaker-change"), isClosed ? "Trip breaker" : "Reset breaker", isClosed ? "danger" : "primary");
    write(at("breaker-detail"), breaker.at
      ? `Firm: ${words(breaker.state)} since ${time(breaker.at)} by ${breaker.who}: ${breaker.reason}` : "Firm: never tripped.");
    document.body.classList.toggle("tripped", !isClosed);
  }

  askKey() {
    if (at("key-dialog").open) return;
    at("key").value = getKey();
    at("key-dialog").returnValue = "";
    at("key-dialog").showModal();
  }

  #takeKey() {
    if (at("key-dialog").returnValue !== "go") return;
    setKey(at("key").value.trim());
    at("key").value = "";
    this.#onKey();
  }

  async #ask() {
    const { status, body } = await call("GET", "/health");
    const isGood = status === 200;
    const failed = Object.entries(body?.checks ?? {}).filter(([, check]) => check.status !== "ok").map(([name]) => words(name));
    write(at("health-state"), isGood ? "ok" : status === 401 ? "key needed" : failed.length ? failed.join(", ") : "unreachable");
    at("health-dot").className = `dot ${isGood ? "good" : "bad"}`;
    if (status === 401) this.askKey();
    if (!isGood) return;
    // The stream tells of what is not closed, and of changes.
    if (!this.#breaker) {
      const firm = await call("GET", "/breakers/firm");
      if (firm.status === 200) this.showBreaker(firm.body);
    }
    const incidents = await call("GET", "/incidents?status=open&limit=20");
    if (incidents.status === 200) this.#showIncidents(incidents.body);
  }

  #showIncidents(incidents) {
    write(at("incident-state"), `${incidents.length} open`);
    at("incident-dot").className = `dot ${incidents.length === 0 ? "good" : "bad"}`;
    const shown = incidents.length === 0 ? [{ id: "none", title: "No open incidents." }] : incidents;
    rows(at("incidents"), shown, i => i.id, () => {}, i => make("li", { className: i.severity ?? "muted" },
      make("span", { textContent: i.title ?? i.type ?? i.id }),
      make("span", { className: "muted", textContent: i.severity ? `${i.severity}, ${words(i.status)}` : "" })));
  }

  #askReason() {
    const isTrip = this.#breaker?.state === "closed";
    write(at("reason-title"), isTrip ? "Trip the firm's breaker" : "Reset the firm's breaker");
    write(at("reason-go"), isTrip ? "Trip" : "Reset", isTrip ? "danger" : "primary");
    at("reason").value = "";
    at("reason-dialog").returnValue = "";
    at("reason-dialog").showModal();
    at("reason").focus();
  }

  async #change() {
    const reason = at("reason").value.trim();
    if (at("reason-dialog").returnValue !== "go" || !reason) return;
    const what = this.#breaker?.state === "closed" ? "trip" : "reset";
    const { status, body } = await call("POST", `/breakers/firm/${what}`, { reason });
    // The stream tells it to everybody; whoever did it need not wait.
    if (status === 200) this.showBreaker(body);
    else write(at("breaker-detail"), `Not changed: ${body?.detail ?? "the front cannot be reached"}`, "loss");
  }
}
