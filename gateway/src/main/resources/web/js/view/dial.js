// The form that calls a number or a colleague.

import { dialable } from '../format.js';
import { $, attribute, text } from './dom.js';
import { mountDirectory } from './directory.js';

export function mountDial(actions) {
  const input = $('dial-number');
  const directory = mountDirectory(input, $('dial-list'), { kinds: ['agent', 'number'], popup: true, chosen: () => complain('') });

  input.addEventListener('focus', () => actions.watchDirectory(true));
  input.addEventListener('blur', () => actions.watchDirectory(false));
  $('dial-form').addEventListener('submit', async event => {
    event.preventDefault();
    const { choice } = directory;
    const number = choice ? null : dialable(input.value);
    if (!choice && number === null) {
      complain('Type a number, with + and the country code for calls abroad, or choose a colleague.');
      input.focus();
      return;
    }
    complain('');
    if (await actions.dial(choice?.target ?? { number }, choice?.name)) directory.clear();
  });

  function complain(words) {
    attribute(input, 'aria-invalid', words !== '');
    text($('dial-error'), words);
  }

  return state => {
    directory.render(state.directory);
    $('dial').disabled = state.link.phase !== 'online';
  };
}
