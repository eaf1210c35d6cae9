// The few things every view does with the DOM. Text goes in as text, never as markup.

export const $ = id => document.getElementById(id);

/** Touches the DOM only when something changed, so that screen readers and selections are left alone. */
export function text(element, value) {
  if (element.textContent !== value) element.textContent = value;
}

export function show(element, visible) {
  if (element.hidden === visible) element.hidden = !visible;
}

export function attribute(element, name, value) {
  if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
}

export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

/** Fills a description list, when it changed. */
export function facts(list, pairs) {
  const key = JSON.stringify(pairs);
  if (list.dataset.shown === key) return;
  list.dataset.shown = key;
  list.replaceChildren(...pairs.map(([name, value]) =>
    element('div', {}, element('dt', {}, name), element('dd', {}, value))));
}

/** A copy of what a template holds. */
export function stamp(id) {
  return $(id).content.firstElementChild.cloneNode(true);
}

/** Keeps one element per item, in the items' order, and touches only what has changed: focus and selection stay. */
export function each(list, items, key, make, update) {
  const known = new Map([...list.children].map(node => [node.dataset.key, node]));
  const nodes = items.map(item => {
    const id = key(item);
    const node = known.get(id) ?? make(item);
    node.dataset.key = id;
    known.delete(id);
    update(node, item);
    return node;
  });
  for (const gone of known.values()) gone.remove();
  nodes.forEach((node, i) => {
    if (list.children[i] !== node) list.insertBefore(node, list.children[i] ?? null);
  });
}
