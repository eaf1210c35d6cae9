// Failures as a title and what to do next. Pure.

const NEXT = {
  unreachable: 'The gateway cannot be reached. Check your network and try again.',
  'not-signed-in': 'Your sign-in is over. Sign in again.',
  'not-ready': 'Its database, key service or store does not answer. Try again in a moment.',
  'timed-out': 'There was no answer in time. Look whether it was done before you try again.',
  'not-found': 'It is not there, or not yours to see.',
  'step-up-required': 'That was not done, because you did not confirm who you are.',
  'key-denied': 'The key of this recording, or its bucket, refuses the gateway: its use was taken back, or the key is disabled. Whoever owns the key can allow it again; then it plays again.',
  'recording-gone': 'This recording was deleted, or is not where it was delivered any more.',
  'not-rendered': 'This recording is still being made or prepared. Try again in a moment.',
  'legal-hold': 'This recording is under legal hold. End that first.',
  'no-such-range': 'There is nothing at that place of the recording.',
  damaged: 'Its files are not what was written. Whoever runs the gateway can find out more with the command “verify”.',
  'weak-password': 'That password is too short, too simple, or the one it was. Twelve characters or more, of five different ones, without the name.',
};

/** { title, text } of a failure to do something; `action` is an infinitive: "show the contact". */
export function failureWords(action, failure) {
  return { title: `Could not ${action}.`, text: nextStep(failure) };
}

export function failureSentence(action, failure) {
  const { title, text } = failureWords(action, failure);
  return `${title} ${text}`;
}

function nextStep(failure) {
  if (failure.kind === 'forbidden') return `${sentence(failure.detail) || 'Your security profile does not allow it.'} Ask whoever manages your security profile.`;
  if (failure.kind === 'too-many') return `Too much was asked at once. Try again in ${failure.retryAfterSeconds > 0 ? `${failure.retryAfterSeconds} s` : 'a minute'}.`;
  if (NEXT[failure.kind]) return NEXT[failure.kind];
  if (failure.detail) return sentence(failure.detail);
  if (failure.status === 404) return 'This gateway does not offer it.';
  return 'Try again; if it happens once more, tell whoever runs the gateway.';
}

function sentence(text) {
  return text ? `${text[0].toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}` : '';
}
