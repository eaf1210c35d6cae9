// The keypad: buttons, and the keyboard while it is open and the focus is not in a field.

import { $, element, attribute } from './dom.js';

const LETTERS = { 2: 'ABC', 3: 'DEF', 4: 'GHI', 5: 'JKL', 6: 'MNO', 7: 'PQRS', 8: 'TUV', 9: 'WXYZ', 0: '+' };
const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'];
const SPOKEN = { '*': 'star', '#': 'pound' };
const PRESSED_MS = 150;

export function mountKeypad({ toggleKeypad, sendDigit }) {
  $('keys').replaceChildren(...DIGITS.map(digit => element(
    'button',
    { type: 'button', 'data-digit': digit, 'data-testid': `key-${SPOKEN[digit] ?? digit}`, 'aria-label': SPOKEN[digit] ?? digit },
    digit, element('small', { 'aria-hidden': 'true' }, LETTERS[digit] ?? ''))));

  $('keys').addEventListener('click', event => {
    const key = event.target.closest('button');
    if (key) sendDigit(key.dataset.digit);
  });

  $('keypad-toggle').addEventListener('click', () => {
    toggleKeypad();
    if (!$('keypad').hidden) $('keypad').focus({ preventScroll: true });
  });

  document.addEventListener('keydown', event => {
    if ($('keypad').hidden || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (!$('phone').contains(document.activeElement) && document.activeElement !== document.body) return;
    if (!DIGITS.includes(event.key)) return;
    event.preventDefault();
    flash(event.key);
    sendDigit(event.key);
  });
}

function flash(digit) {
  const key = [...$('keys').children].find(button => button.dataset.digit === digit);
  attribute(key, 'data-pressed', true);
  setTimeout(() => key.removeAttribute('data-pressed'), PRESSED_MS);
}
