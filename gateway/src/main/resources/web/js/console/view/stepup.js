// Who it is, once more, before something that needs it: deletion, download, changes of people and keys.

import { stepUp } from '../api/people.js';
import { ask, field, wrong } from './ask.js';

/** Resolves with whether that was shown. */
export async function askWho(desk) {
  const shown = await ask({
    title: 'Confirm that it is you',
    words: 'This needs your password, and a code if you have a second factor.',
    fields: [
      field('Password', { name: 'password', type: 'password', autocomplete: 'current-password' }),
      field('Code', { name: 'code', autocomplete: 'one-time-code', inputmode: 'numeric', placeholder: 'If you have a second factor' }),
    ],
    yes: 'Confirm',
    action: 'confirm who you are',
    act: async form => {
      try {
        await stepUp(desk.api, form.password.value, form.code.value.trim());
      } catch (failure) {
        throw failure.kind === 'sign-in-failed' ? wrong('That password and code do not belong together.') : failure;
      }
    },
  });
  return shown !== null;
}
