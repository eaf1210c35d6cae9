// What comes after the password: a code, a second factor to set up, a new password. In the place of the sign-in form.

import { enrolment, SignInError, takeStep } from '../session.js';
import { stepProblem } from '../words.js';
import { $, element, show, text } from './dom.js';
import { codesView, secretView } from './factor.js';

const TITLES = { code: 'Enter the code', enrolment: 'Set up a second factor', password: 'Choose a new password' };
const INTROS = {
  code: 'Of your authenticator; or one of your recovery codes.',
  enrolment: 'Your security profile needs one. Add this to an authenticator app, then enter the code that it shows.',
  password: 'Somebody else chose the one you have. Twelve characters or more.',
};

/** Resolves with what the gateway answered to the step; rejects with a SignInError when it is begun anew. */
export async function further(step) {
  const form = $('signin-form');
  const extra = step.next === 'enrolment' ? [await secretView(await enrolment(step))] : [];
  show(form, false);
  const own = stepForm(step, extra);
  form.after(own.form);
  own.input.focus();
  try {
    const outcome = await own.done;
    if (outcome.recoveryCodes) await acknowledged(own.form, outcome.recoveryCodes);
    return outcome;
  } finally {
    own.form.remove();
    show(form, true);
  }
}

function stepForm(step, extra) {
  const isCode = step.next !== 'password';
  const input = element('input', {
    id: 'step-input', name: isCode ? 'code' : 'new-password', autocomplete: isCode ? 'one-time-code' : 'new-password',
    type: isCode ? 'text' : 'password', autocapitalize: 'none', spellcheck: 'false', 'data-testid': 'step-input',
  });
  const problem = element('p', { class: 'field-error', role: 'alert', 'data-testid': 'step-error' });
  const submit = element('button', { class: 'primary wide', 'data-testid': 'step-submit' }, 'Go on');
  const anew = element('button', { type: 'button', class: 'quiet wide' }, 'Start over');
  const form = element(
    'form', { class: 'step', 'data-testid': `step-${step.next}` }, element('h2', {}, TITLES[step.next]), element('p', { class: 'muted' }, INTROS[step.next]),
    ...extra, element('label', { for: 'step-input' }, isCode ? 'Code' : 'New password'), input, problem, submit, anew);
  form.noValidate = true;
  const done = new Promise((resolve, reject) => {
    anew.addEventListener('click', () => reject(new SignInError(-1)));
    form.addEventListener('submit', async event => {
      event.preventDefault();
      if (submit.disabled || input.value === '') return;
      submit.disabled = true;
      try {
        resolve(await takeStep(step, isCode ? { code: input.value.trim() } : { password: input.value }));
      } catch (error) {
        if (!(error instanceof SignInError)) reject(error);
        else text(problem, stepProblem(step.next, error.status, error.retryAfterSeconds));
        submit.disabled = false;
        input.select();
      }
    });
  });
  return { form, input, done };
}

function acknowledged(form, codes) {
  const kept = element('button', { class: 'primary wide', type: 'button', 'data-testid': 'codes-kept' }, 'I have kept them');
  form.replaceChildren(element('h2', {}, 'Your recovery codes'), codesView(codes), kept);
  kept.focus();
  return new Promise(resolve => kept.addEventListener('click', resolve, { once: true }));
}
