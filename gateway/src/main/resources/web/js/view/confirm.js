// A question before something that cannot be undone. Keep is what has the focus, and what Escape means.

import { $, text } from './dom.js';

/** A question about a call is withdrawn when that call is over: it must not stand before the next one. */
export function mountConfirm() {
  let about = null;
  return ({ call }) => {
    if (about !== null && about !== call?.id && $('confirm').open) $('confirm').close('no');
    about = call?.id ?? null;
  };
}

/** Resolves with whether the answer was yes. */
export function confirmed({ title, text: words, yes }) {
  const dialog = $('confirm');
  text($('confirm-title'), title);
  text($('confirm-text'), words);
  text($('confirm-yes'), yes);
  dialog.returnValue = 'no';
  dialog.showModal();
  return new Promise(resolve => dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true }));
}
