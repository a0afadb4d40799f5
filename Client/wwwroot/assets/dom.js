// Small words for the page.

export const at = id => document.getElementById(id);

/** An element with properties, attributes (in `set`) and children. */
export function make(tag, properties = {}, ...children) {
  const { set = {}, ...own } = properties;
  const element = Object.assign(document.createElement(tag), own);
  for (const [name, value] of Object.entries(set)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** Writes a text only where it changed, and a class for its tone. */
export function write(element, text, className) {
  if (element.textContent !== text) element.textContent = text;
  if (className !== undefined && element.className !== className) element.className = className;
}

/** Runs once before the next paint, however often it is asked for until then. */
export function oncePerFrame(run) {
  let isAsked = false;
  return () => {
    if (isAsked) return;
    isAsked = true;
    requestAnimationFrame(() => {
      isAsked = false;
      run();
    });
  };
}

/** Brings the rows of a table body in line with items, and leaves rows alone whose content did not change. */
export function rows(body, items, keyOf, fill, newRow) {
  const old = new Map([...body.children].map(row => [row.dataset.key, row]));
  const keys = items.map(item => String(keyOf(item)));
  // First what is gone, so that the others need not move: a row that moves loses the focus.
  const kept = new Set(keys);
  for (const [key, row] of old) if (!kept.has(key)) row.remove();
  items.forEach((item, i) => {
    const row = old.get(keys[i]) ?? newRow(item);
    row.dataset.key = keys[i];
    if (body.children[i] !== row) body.insertBefore(row, body.children[i] ?? null);
    fill(row, item);
  });
}
