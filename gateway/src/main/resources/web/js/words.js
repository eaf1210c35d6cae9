// What the page says: states, endings, and problems with their next step. Pure.

import { CLOSED, TIMEOUT } from './link.js';

const PRESENCE = {
  available: ['Available', 'You are available. The next call in your queues rings here.'],
  'not-ready': ['Not ready', 'You are not ready. Calls go to other agents until you are available again.'],
  offline: ['Offline', 'You are offline. Go available to take calls.'],
  busy: ['On a call', ''],
  'after-contact': ['After-contact work', 'Time to write up the last call. Choose a state when you are done.'],
  missed: ['Missed a call', 'A call rang here and nobody answered. Go available to take calls again.'],
  rejected: ['Declined a call', 'You declined a call. Go available to take calls again.'],
};

export function presenceLabel(state) {
  return PRESENCE[state]?.[0] ?? sentenceCase(state);
}

export function presenceSentence(state) {
  return PRESENCE[state]?.[1] ?? `You are in the state “${sentenceCase(state)}”.`;
}

function sentenceCase(text) {
  const words = text.replace(/[-_]+/g, ' ');
  return words === '' ? '' : words[0].toUpperCase() + words.slice(1);
}

/** How a call ended, in the gateway's words, without the full stop. */
export function endingSentence(ended) {
  return ended.sentence.replace(/\.$/, '') || 'The call ended';
}

/** Endings that the agent must be told of, because something went wrong. */
export function isFailure(ended) {
  return ['busy', 'no-answer', 'failed', 'media-lost'].includes(ended.reason);
}

/** A JSON-RPC failure as a title and what to do next. `action` is an infinitive: "answer the call". */
export function problem(action, error) {
  const title = `Could not ${action}.`;
  if (error.code === TIMEOUT) return { title, text: 'The gateway did not answer in time. Check the connection and try again.' };
  if (error.code === CLOSED) return { title, text: 'The connection to the gateway was lost. Try again when it is back.' };
  if (error.message) return { title, text: sentence(error.message) };
  return { title, text: 'Try again; if it happens once more, tell whoever runs the gateway.' };
}

function sentence(text) {
  return `${text[0].toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
}

/** Why there is no session with the gateway, while the page goes on trying. */
export function linkSentence(reason) {
  return reason === 'not-ready'
    ? 'The gateway answers, but is not ready to take you in.'
    : 'The connection to the gateway was lost.';
}

const MICROPHONE = {
  denied: ['Your browser does not let this page use the microphone.',
    'Click the icon left of the address, allow the microphone for this site, then try again.'],
  missing: ['No microphone was found.', 'Plug in a headset, then try again.'],
  busy: ['The microphone cannot be opened.', 'Another program may hold it. Close that program, or choose another microphone in the settings.'],
  unsupported: ['This browser cannot make calls here.', 'Use a current Chrome, Edge, Firefox or Safari, and open this page with https.'],
};

/** Title and next step for a microphone status; null when all is well. */
export function microphoneProblem(status) {
  const words = MICROPHONE[status];
  return words ? { title: words[0], text: words[1] } : null;
}

/** What the gateway hears of a microphone that the browser has opened; null when all is well. */
export function deadMicrophone(state) {
  if (state === 'no-packets') return { title: 'Nobody can hear you.', text: 'No sound from this browser reaches the gateway. Check the connection, or answer the call anew.' };
  if (state === 'silent') return { title: 'Nobody can hear you.', text: 'Your microphone sends nothing but silence. Is it switched off at the headset, or is another one chosen?' };
  return null;
}

export const PATH_PROBLEM = {
  title: 'No audio connection to the gateway.',
  text: 'The call’s audio does not get through; this page goes on trying. Often a firewall or VPN blocks UDP: ask for the gateway’s media port to be opened.',
};

/** Why signing in failed, by HTTP status; 0 when the gateway could not be reached. */
export function signInProblem(status, retryAfterSeconds, sentence = null) {
  if (sentence) return sentence;
  if (status === -1) return ''; // Begun anew by whoever signs in.
  if (status === 401) return 'That name and password do not belong together.';
  if (status === 429) return `Too many attempts. Try again in ${retryAfterSeconds > 0 ? `${retryAfterSeconds} seconds` : 'a minute'}.`;
  if (status === 0) return 'The gateway cannot be reached. Check your network and try again.';
  if (status === 403) return 'This gateway does not accept sign-ins from your network or address.';
  return 'The gateway could not sign you in. Try again in a moment.';
}

/** Why a step after the password failed. */
export function stepProblem(next, status, retryAfterSeconds) {
  if (status === 401) return next === 'password' ? 'It took too long. Start over.' : 'That is not the code, or it took too long. Wait for the next code, or start over.';
  if (status === 400) return 'That password is too short, too simple, or the one you have.';
  return signInProblem(status, retryAfterSeconds);
}

export const SHORTCUTS = [
  { id: 'answer', code: 'KeyA', key: 'A', does: 'Answer the incoming call' },
  { id: 'decline', code: 'KeyD', key: 'D', does: 'Decline the incoming call' },
  { id: 'hangup', code: 'KeyH', key: 'H', does: 'Hang up, or leave the call to the others' },
  { id: 'mute', code: 'KeyM', key: 'M', does: 'Mute, or speak again' },
  { id: 'hold', code: 'KeyP', key: 'P', does: 'Hold everybody, or take them back (pause)' },
  { id: 'pause-recording', code: 'KeyO', key: 'O', does: 'Pause the recording, or resume it (off the record)' },
  { id: 'transfer-toggle', code: 'KeyF', key: 'F', does: 'Pass the call on, or add somebody (forward)' },
  { id: 'swap', code: 'KeyS', key: 'S', does: 'In a consultation: swap who waits' },
  { id: 'join', code: 'KeyJ', key: 'J', does: 'In a consultation: talk all together' },
  { id: 'complete', code: 'KeyE', key: 'E', does: 'In a consultation: leave it to the others' },
  { id: 'keypad-toggle', code: 'KeyK', key: 'K', does: 'Open or close the keypad' },
  { id: 'dial-number', code: 'KeyC', key: 'C', does: 'Go to the number to call' },
  { id: 'available', code: 'KeyR', key: 'R', does: 'Go available' },
  { id: 'not-ready', code: 'KeyN', key: 'N', does: 'Go not ready' },
  { id: 'open-help', code: 'Slash', key: '/', does: 'Show these shortcuts' },
];
