// A search field with a list of whom a call can go to (ARIA combobox): typing filters, arrows and clicks choose.

import { entries, matches } from '../directory.js';
import { attribute, each, element, text } from './dom.js';

const KIND_WORDS = { agent: 'Colleague', queue: 'Queue', number: 'Number', flow: 'Menu' };

/**
 * options: kinds to offer; popup, when the list shows only while it is needed; chosen(entry or null) is told of every
 * change; entered() when Enter is pressed and nothing is left to choose. Answers { render, choice, clear }.
 */
export function mountDirectory(input, list, { kinds, popup = false, chosen = () => {}, entered = () => {} }) {
  let shown = [];
  let source = null;
  let all = [];
  let choice = null;
  let open = !popup;

  input.addEventListener('input', () => {
    choose(null);
    toggle(true);
  });
  input.addEventListener('focus', () => toggle(true));
  input.addEventListener('blur', () => toggle(false));
  input.addEventListener('keydown', event => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      toggle(true);
      move(event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === 'Escape' && popup && open) {
      event.stopPropagation();
      toggle(false);
    } else if (event.key === 'Enter' && !event.isComposing) {
      if (popup && (!open || !choice)) return; // The form decides.
      event.preventDefault();
      if (popup) take(choice);
      else entered();
    }
  });
  // Not `click`: it comes after the blur that closes the list.
  list.addEventListener('pointerdown', event => {
    const option = event.target.closest('[role=option]');
    event.preventDefault();
    if (option) take(shown.find(({ key }) => key === option.dataset.key));
  });

  function take(entry) {
    choose(entry);
    if (popup) {
      input.value = entry.name;
      toggle(false);
    }
    input.focus();
  }

  function move(step) {
    if (shown.length === 0) return;
    const at = shown.findIndex(({ key }) => key === choice?.key);
    choose(shown[at < 0 ? (step > 0 ? 0 : shown.length - 1) : (at + step + shown.length) % shown.length]);
    list.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }

  function choose(entry) {
    choice = entry;
    draw();
    chosen(entry);
  }

  function toggle(on) {
    open = !popup || on;
    draw();
  }

  function draw() {
    // What was taken is no search text: with it in the field, the list has everybody again.
    shown = matches(all, popup && choice && input.value === choice.name ? '' : input.value).filter(({ typed }) => !popup || !typed);
    const visible = open && shown.length > 0;
    list.hidden = !visible;
    attribute(input, 'aria-expanded', visible);
    each(list, shown, ({ key }) => key, make, (node, entry) => {
      attribute(node, 'id', optionId(entry));
      attribute(node, 'aria-selected', entry.key === choice?.key);
      attribute(node, 'data-available', entry.available ?? '');
      text(node.querySelector('b'), entry.typed ? `Dial ${entry.name}` : entry.name);
      text(node.querySelector('span'), entry.typed ? '' : detail(entry));
    });
    if (choice && visible) attribute(input, 'aria-activedescendant', optionId(choice));
    else input.removeAttribute('aria-activedescendant');
  }

  function make(entry) {
    return element('li', { role: 'option', 'data-name': entry.name, 'data-testid': 'option' }, element('b'), element('span'));
  }

  function optionId({ key }) {
    return `${list.id}-${shown.findIndex(one => one.key === key)}`;
  }

  return {
    render(quickConnects) {
      if (source === quickConnects) return;
      source = quickConnects;
      all = entries(quickConnects, kinds);
      // Whoever was chosen may have become free, or may be there no longer.
      if (choice && !choice.typed) choose(all.find(({ key }) => key === choice.key) ?? null);
      else draw();
    },
    get choice() { return choice; },
    clear() {
      input.value = '';
      choose(null);
    },
  };
}

function detail({ kind, available }) {
  if (available === null) return KIND_WORDS[kind];
  return available ? 'Available' : 'Not available';
}
