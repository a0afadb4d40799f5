// A book by price, kept by the events of the stream; docs/streams.md says how.

const checkedLevels = 10;

export class Book {
  bids = [];
  asks = [];
  sequence = 0;
  lastPrice = null;

  /** Takes a book event in; false if it does not follow on or does not check. */
  apply(event) {
    if (event.kind === "snapshot") [this.bids, this.asks] = [[], []];
    else if (event.previous !== this.sequence) return false;
    change(this.bids, event.bids, (a, b) => b - a);
    change(this.asks, event.asks, (a, b) => a - b);
    this.sequence = event.sequence;
    this.lastPrice = event.last_price ?? null;
    return this.checksum() === event.crc32;
  }

  checksum() {
    const levels = [...this.bids.slice(0, checkedLevels), ...this.asks.slice(0, checkedLevels)];
    return crc32(levels.map(([price, qty]) => `${price}:${qty}`).join("|"));
  }
}

function change(levels, changes, order) {
  for (const [price, qty] of changes) {
    const at = levels.findIndex(level => level[0] === price);
    if (at >= 0) levels.splice(at, 1);
    if (qty !== 0) levels.push([price, qty]);
  }
  levels.sort((a, b) => order(a[0], b[0]));
}

const table = Uint32Array.from({ length: 256 }, (_, n) => {
  for (let k = 0; k < 8; k++) n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1;
  return n;
});

function crc32(text) {
  let crc = 0xffffffff;
  for (let i = 0; i < text.length; i++) crc = table[(crc ^ text.charCodeAt(i)) & 0xff] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
