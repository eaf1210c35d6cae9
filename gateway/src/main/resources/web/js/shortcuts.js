// Keyboard shortcuts. All have Alt and Shift, so that none is in the way of typing or of a screen reader's single keys
// (WCAG 2.1.4). Matched by the key's place, because Alt changes the character on a Mac.

import { $, element } from './view/dom.js';
import { SHORTCUTS } from './words.js';

export function mountShortcuts(actions) {
  const does = {
    'dial-number': () => $('dial-number').focus(),
    available: () => actions.setState('available'),
    'not-ready': () => actions.pause(),
    'open-help': () => $('help').showModal(),
  };

  $('help-keys').replaceChildren(...SHORTCUTS.map(({ key, does: what }) => element(
    'tr', {}, element('td', {}, element('kbd', {}, key)), element('td', {}, what))));
  $('open-help').addEventListener('click', does['open-help']);

  document.addEventListener('keydown', event => {
    if (!event.altKey || !event.shiftKey || event.ctrlKey || event.metaKey || event.repeat || $('workspace').hidden) return;
    const shortcut = SHORTCUTS.find(({ code }) => code === event.code);
    if (!shortcut || document.querySelector('dialog[open]')) return;
    event.preventDefault();
    if (does[shortcut.id]) does[shortcut.id]();
    else press($(shortcut.id));
  });
}

/** A shortcut is the button of its name, and can no more than it. */
function press(button) {
  if (button.checkVisibility() && !button.disabled) button.click();
}
