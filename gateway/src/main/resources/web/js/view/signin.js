// The sign-in form.

import { providerName, leaveForProvider } from '../provider.js';
import { SignInError } from '../session.js';
import { signInProblem } from '../words.js';
import { $, attribute, show, text } from './dom.js';

/** signIn(user, password) resolves with null, or with the sentence to show. */
export function mountSignIn(signIn) {
  const form = $('signin-form');
  const submit = form.querySelector('button.primary');
  const user = $('signin-user');
  const password = $('signin-password');

  form.addEventListener('submit', async event => {
    event.preventDefault();
    if (submit.disabled) return;
    const missing = [user, password].filter(input => input.value === '');
    for (const input of [user, password]) attribute(input, 'aria-invalid', missing.includes(input));
    if (missing.length > 0) {
      text($('signin-error'), 'Enter your name and your password.');
      missing[0].focus();
      return;
    }
    submit.disabled = true;
    text(submit, 'Signing in…');
    const problem = await signIn(user.value.trim(), password.value);
    submit.disabled = false;
    text(submit, 'Sign in');
    text($('signin-error'), problem ?? '');
    if (problem !== null) password.select();
    else form.reset();
  });

  $('signin-reveal').addEventListener('click', event => {
    const reveal = password.type === 'password';
    password.type = reveal ? 'text' : 'password';
    attribute(event.currentTarget, 'aria-pressed', reveal);
    text(event.currentTarget, reveal ? 'Hide' : 'Show');
  });

  const elsewhere = $('signin-provider');
  elsewhere.addEventListener('click', async () => {
    elsewhere.disabled = true;
    try {
      await leaveForProvider();
    } catch (error) {
      elsewhere.disabled = false;
      if (!(error instanceof SignInError)) throw error;
      text($('signin-error'), signInProblem(error.status, error.retryAfterSeconds, error.sentence));
    }
  });
  // Back from the provider by the browser's own button.
  addEventListener('pageshow', () => { elsewhere.disabled = false; });

  async function offerProvider() {
    const name = await providerName();
    if (name !== null) text(elsewhere, `Sign in with ${name}`);
    show(elsewhere, name !== null);
  }

  return state => {
    const appear = state.agent === null && $('signin').hidden;
    show($('signin'), state.agent === null);
    show($('workspace'), state.agent !== null);
    if (!appear) return;
    user.focus();
    offerProvider();
  };
}
