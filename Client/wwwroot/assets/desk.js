// Health, the firm's breaker and the incidents.

import { call, getKey, setKey } from "./api.js";
import { at, make, rows, write } from "./dom.js";
import { time, words } from "./format.js";

const askEvery = 5000;
const shownIncidents = 20;
const changes = {
  trip: ["Trip the firm's breaker", "New orders of every account are refused until it is reset. Cancels pass.", "Trip", "danger"],
  reset: ["Reset the firm's breaker", "Orders pass again, on probation first. After a kill somebody else has to approve it.", "Reset", "primary"],
  approve: ["Approve the reset of the firm's breaker", "Orders pass again, on probation first.", "Approve", "primary"],
};

export class Desk {
  #breaker = null;
  #asked = "";
  #onKey;

  /** @param {() => void} onKey another key is used from now on */
  constructor(onKey) {
    this.#onKey = onKey;
    for (const id of ["breaker-trip", "breaker-reset"])
      at(id).addEventListener("click", event => this.#askReason(event.target.dataset.change));
    at("reason-dialog").addEventListener("close", () => this.#change());
    at("key-change").addEventListener("click", () => this.askKey());
    at("key-dialog").addEventListener("close", () => this.#takeKey());
    this.#ask();
    setInterval(() => this.#ask(), askEvery);
  }

  /** Shows whether events come. */
  showStream(state) {
    write(at("stream-state"), state === "forbidden" ? "not for this key" : state);
    at("stream-dot").className = `dot ${state === "live" ? "good" : "bad"}`;
    if (state === "key needed") this.askKey();
  }

  /** Shows a breaker that changed. */
  showBreaker(breaker) {
    if (breaker.scope !== "firm") return;
    // The stream repeats a change that is shown already: it must not replace the answer to a click in the meantime.
    if (breaker.sequence === this.#breaker?.sequence) return;
    this.#breaker = breaker;
    const isClosed = breaker.state === "closed";
    write(at("breaker-state"), words(breaker.state));
    at("breaker-dot").className = `dot ${isClosed ? "good" : "bad"}`;
    const isShut = breaker.state === "open" || breaker.state === "isolated";
    at("breaker-trip").hidden = isShut;
    at("breaker-reset").hidden = !isShut && breaker.state !== "reduce_only";
    at("breaker-reset").dataset.change = breaker.reset_asked_by ? "approve" : "reset";
    write(at("breaker-reset"), breaker.reset_asked_by ? "Approve reset" : "Reset breaker");
    const asked = breaker.reset_asked_by ? `. ${breaker.reset_asked_by} asks for a reset: somebody else approves it` : "";
    write(at("breaker-detail"), breaker.at
      ? `Firm: ${words(breaker.state)} since ${time(breaker.at)} by ${breaker.who}: ${breaker.reason}${asked}`
      : "Firm: never tripped.", "muted");
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
    // Until the stream tells of it.
    if (!this.#breaker) {
      const firm = await call("GET", "/breakers/firm");
      if (firm.status === 200) this.showBreaker(firm.body);
    }
    const incidents = await call("GET", `/incidents?status=open&limit=${shownIncidents}`);
    if (incidents.status === 200) this.#showIncidents(incidents.body);
  }

  #showIncidents(incidents) {
    write(at("incident-state"), `${incidents.length}${incidents.length === shownIncidents ? " or more" : ""} open`);
    at("incident-dot").className = `dot ${incidents.length === 0 ? "good" : "bad"}`;
    const shown = incidents.length === 0 ? [{ id: "none", title: "No open incidents." }] : incidents;
    rows(at("incidents"), shown, i => i.id,
      (row, i) => write(row.lastChild, i.severity ? `${i.severity}, ${words(i.status)}` : ""),
      i => make("li", { className: i.severity ?? "muted" },
        make("span", { textContent: i.title ?? i.type ?? i.id }), make("span", { className: "muted" })));
  }

  #askReason(change) {
    // What is asked now is what is done, whatever the breaker does meanwhile.
    this.#asked = change;
    const [title, what, verb, className] = changes[change];
    write(at("reason-title"), title);
    write(at("reason-what"), what);
    write(at("reason-go"), verb, className);
    at("reason").value = "";
    at("reason-dialog").returnValue = "";
    at("reason-dialog").showModal();
    at("reason").focus();
  }

  async #change() {
    const reason = at("reason").value.trim();
    if (at("reason-dialog").returnValue !== "go" || !reason) return;
    const { status, body } = await call("POST", `/breakers/firm/${this.#asked}`, { reason });
    // The stream tells it to everybody; whoever did it need not wait.
    if (status === 200 || status === 202) this.showBreaker(body);
    else write(at("breaker-detail"), `Not changed: ${body?.detail ?? "the front cannot be reached"}`, "loss");
  }
}
