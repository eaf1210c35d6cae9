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
