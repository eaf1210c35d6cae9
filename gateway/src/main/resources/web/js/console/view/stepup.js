// Who it is, once more, before something that needs it: deletion, download, changes of people and keys.

import { stepUp } from '../api/people.js';
import { leaveForProvider } from '../../provider.js';
import { ask, field, wrong } from './ask.js';

/** Resolves with whether that was shown. Who has neither password nor code here leaves for the sign-in provider. */
export async function askWho(desk) {
  const { hasPassword = true, secondFactor = true } = desk.me;
  if (!hasPassword && !secondFactor) return signInAnew();
  const shown = await ask({
    title: 'Confirm that it is you',
    words: hasPassword ? 'This needs your password, and a code if you have a second factor.' : 'This needs a code of your second factor.',
    fields: [
      ...(hasPassword ? [field('Password', { name: 'password', type: 'password', autocomplete: 'current-password' })] : []),
      field('Code', { name: 'code', autocomplete: 'one-time-code', inputmode: 'numeric', placeholder: hasPassword ? 'If you have a second factor' : '' }),
    ],
    yes: 'Confirm',
    action: 'confirm who you are',
    act: async form => {
      try {
        await stepUp(desk.api, form.password?.value ?? '', form.code.value.trim());
      } catch (failure) {
        throw failure.kind === 'sign-in-failed' ? wrong(hasPassword ? 'That password and code do not belong together.' : 'That is not the code.') : failure;
      }
    },
  });
  return shown !== null;
}

async function signInAnew() {
  await ask({
    title: 'Confirm that it is you',
    words: 'This needs a sign-in of the last five minutes. Sign in once more at your provider; then do it again.',
    yes: 'Sign in again',
    action: 'leave for the sign-in provider',
    act: () => leaveForProvider({ fresh: true }),
  });
  return false;
}
