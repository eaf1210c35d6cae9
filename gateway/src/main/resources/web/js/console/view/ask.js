// A dialog that asks for something: fields, what it does, and the failure of doing it, in one place.

import { $, element, text } from '../../view/dom.js';
import { failureSentence } from '../failures.js';

/**
 * Asks, and does it. fields: elements; act(form) does what `yes` says and may reject with an ApiFailure, which is shown and
 * leaves the dialog open; `action` is an infinitive for that sentence. Resolves with what act gave, or null when it was
 * called off. danger: it cannot be undone, and calling it off has the focus.
 */
export function ask({ title, words = '', fields = [], yes, no = 'Cancel', action, danger = false, act }) {
  const dialog = $('ask');
  const problem = element('p', { class: 'field-error', role: 'alert', 'data-testid': 'ask-error' });
  const submit = element('button', { class: danger ? 'danger' : 'primary', 'data-testid': 'ask-yes' }, yes);
  const cancel = element('button', { type: 'button', 'data-testid': 'ask-no' }, no);
  const form = element(
    'form', {}, element('h2', { id: 'ask-title' }, title), element('p', { class: 'muted' }, words), ...fields, problem,
    element('div', { class: 'row end' }, cancel, submit));
  form.noValidate = true;
  // A question within a question, such as who it is, takes its place and gives it back.
  const before = dialog.open ? [...dialog.childNodes] : null;
  dialog.replaceChildren(form);
  if (!before) dialog.showModal();
  (danger ? cancel : form.querySelector('input, select') ?? submit).focus();

  return new Promise(resolve => {
    const done = value => {
      dialog.removeEventListener('cancel', escape);
      if (before) {
        dialog.replaceChildren(...before);
      } else {
        dialog.close();
        dialog.replaceChildren();
      }
      resolve(value);
    };
    // Not while it is being done, which nothing calls off; and not the question behind one that is in its place.
    const callOff = () => {
      if (form.isConnected && !submit.disabled) done(null);
    };
    const escape = event => {
      event.preventDefault();
      callOff();
    };
    dialog.addEventListener('cancel', escape);
    dialog.addEventListener('close', () => resolve(null), { once: true });
    cancel.addEventListener('click', callOff);
    form.addEventListener('submit', async event => {
      event.preventDefault();
      if (submit.disabled) return;
      submit.disabled = true;
      text(problem, '');
      try {
        done(await act(form) ?? true);
      } catch (error) {
        text(problem, error.sentence ?? failureSentence(action, error));
        submit.disabled = false;
      }
    });
  });
}

/** Something was typed that cannot be: its sentence is shown as it is. */
export function wrong(sentence) {
  return Object.assign(new Error(sentence), { sentence });
}

/** A labelled input for a dialog. */
export function field(label, attributes) {
  const id = `ask-${attributes.name}`;
  return element('div', {}, element('label', { for: id }, label), element('input', { id, 'data-testid': id, autocomplete: 'off', ...attributes }));
}

export function choice(label, name, options) {
  const id = `ask-${name}`;
  const select = element('select', { id, name, 'data-testid': id }, ...Object.entries(options).map(([value, word]) => element('option', { value }, word)));
  return element('div', {}, element('label', { for: id }, label), select);
}

/** Checkboxes of one name. */
export function ticks(legend, name, options, ticked) {
  const boxes = options.map(value => {
    const box = element('input', { type: 'checkbox', name, value });
    box.checked = ticked.includes(value);
    return element('label', { class: 'check' }, box, element('span', {}, value));
  });
  return element('fieldset', { class: 'ticks' }, element('legend', {}, legend), ...boxes);
}

export function tickedOf(form, name) {
  return [...form.querySelectorAll(`[name="${name}"]:checked`)].map(box => box.value);
}
