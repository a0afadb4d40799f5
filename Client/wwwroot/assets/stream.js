// Follows /stream and comes back with the last id whenever it breaks. EventSource would do, but cannot send a key.

import { authorization } from "./api.js";

const tryAgainAfter = 1000;
// A heartbeat comes every 15 s: after two that are missing the connection is dead, whatever it says.
const silence = 40_000;
const hiddenFor = 10_000;

const visible = () => new Promise(done => {
  const look = () => {
    if (document.hidden) return;
    document.removeEventListener("visibilitychange", look);
    done();
  };
  document.addEventListener("visibilitychange", look);
  look();
});

/**
 * @param {string} query of /stream
 * @param {(name: string, data: object) => void} onEvent
 * @param {(state: "live" | "reconnecting" | "paused" | "key needed" | "forbidden") => void} onState after "forbidden" there is no more
 * @returns {{stop(): void, restart(): void}} restart begins anew, with the states as they are now
 */
export function follow(query, onEvent, onState, lastId = "") {
  let stopped = false;
  let connection = new AbortController();
  let hiding = 0;

  // A browser opens six connections to a front: pages that nobody looks at leave them to the others.
  const hide = () => {
    clearTimeout(hiding);
    if (document.hidden) hiding = setTimeout(() => connection.abort(), hiddenFor);
  };
  document.addEventListener("visibilitychange", hide);

  (async () => {
    while (!stopped) {
      connection = new AbortController();
      try {
        const headers = { ...authorization(), ...(lastId ? { "Last-Event-ID": lastId } : {}) };
        const response = await fetch(`/stream?${query}`, { headers, signal: connection.signal, cache: "no-store" });
        if (response.ok) {
          onState("live");
          await read(response.body);
        } else if (response.status === 400 || response.status === 431) {
          lastId = "";
        } else if (response.status === 401) {
          onState("key needed");
        } else if (response.status === 403) {
          onState("forbidden");
          stop();
        }
      } catch {
        // The connection broke, or was told to.
      }
      if (stopped) return;
      onState(document.hidden ? "paused" : "reconnecting");
      await visible();
      await new Promise(done => setTimeout(done, tryAgainAfter));
    }
  })();

  async function read(body) {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const dead = setTimeout(() => connection.abort(), silence);
      const { value, done } = await reader.read().finally(() => clearTimeout(dead));
      if (done) return;
      const blocks = (rest + value).split("\n\n");
      rest = blocks.pop();
      blocks.forEach(dispatch);
    }
  }

  function dispatch(block) {
    if (stopped) return;
    let name = "";
    let data = "";
    for (const line of block.split("\n")) {
      if (line.startsWith("id: ")) lastId = line.slice(4);
      else if (line.startsWith("event: ")) name = line.slice(7);
      else if (line.startsWith("data: ")) data += line.slice(6);
    }
    if (name === "reset") lastId = "";
    if (data) onEvent(name, JSON.parse(data));
  }

  function stop() {
    stopped = true;
    clearTimeout(hiding);
    document.removeEventListener("visibilitychange", hide);
    connection.abort();
  }

  return {
    stop,
    restart() {
      lastId = "";
      connection.abort();
    },
  };
}
