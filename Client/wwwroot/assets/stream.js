// Follows /stream and comes back with the last id whenever it breaks. EventSource would do, but cannot send a key.

import { authorization } from "./api.js";

const tryAgainAfter = 1000;

/**
 * @param {string} query of /stream
 * @param {(name: string, data: object) => void} onEvent
 * @param {(state: "live" | "reconnecting" | "forbidden") => void} onState
 * @returns {{stop(): void, restart(): void}} restart begins anew, with the states as they are now
 */
export function follow(query, onEvent, onState, lastId = "") {
  let stopped = false;
  let connection = new AbortController();

  (async () => {
    while (!stopped) {
      connection = new AbortController();
      try {
        const headers = { ...authorization(), ...(lastId ? { "Last-Event-ID": lastId } : {}) };
        const response = await fetch(`/stream?${query}`, { headers, signal: connection.signal, cache: "no-store" });
        if (response.ok) {
          onState("live");
          await read(response.body);
        } else if (response.status === 400) {
          lastId = "";
        } else if (response.status === 401 || response.status === 403) {
          onState("forbidden");
        }
      } catch {
        // The connection broke, or was told to.
      }
      if (stopped) return;
      onState("reconnecting");
      await new Promise(done => setTimeout(done, tryAgainAfter));
    }
  })();

  async function read(body) {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      const blocks = (rest + value).split("\n\n");
      rest = blocks.pop();
      blocks.forEach(dispatch);
    }
  }

  function dispatch(block) {
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

  return {
    stop() {
      stopped = true;
      connection.abort();
    },
    restart() {
      lastId = "";
      connection.abort();
    },
  };
}
