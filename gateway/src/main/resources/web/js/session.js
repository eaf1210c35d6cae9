// Signing in and out over HTTP. The token lives as long as this tab: in sessionStorage, so that a reload does not
// sign anybody out, and the phone and the console are one sign-in.

const KEY = 'crosspoint.session';

/**
 * Resolves with { token, agent, displayName, demo } or rejects with a SignInError. further(step) does what comes after the
 * password: step is { next, ticket }, next is code, enrolment or password; it resolves with what takeStep gave.
 */
export async function signIn(user, password, further) {
  return goOn(await post('', { user, password }), further);
}

async function goOn(outcome, further) {
  while (!outcome.token) outcome = await further(outcome);
  const { recoveryCodes: _, ...session } = outcome;
  const before = remembered();
  sessionStorage.setItem(KEY, JSON.stringify(session));
  // Whoever signs in once more, to show who that is, has one sign-in and not two.
  if (before) end(before.token);
  return session;
}

/** Where the sign-in provider is, for a page that keeps the secret of that binding. */
export async function leave({ binding, fresh }) {
  return (await post('/provider', { binding, fresh })).location;
}

/** Goes on with what the provider gave: resolves and rejects as signIn does. */
export async function finish({ state, code, secret }, further) {
  return goOn(await post('/provider/code', { state, code, secret }), further);
}

/** Gives what a step asks for: { code } or { password }. Resolves with the next step, or with the session. */
export function takeStep({ next, ticket }, given) {
  return post(next === 'password' ? '/password' : '/code', { ticket, ...given });
}

/** { secret, uri } of the second factor that has to be enrolled. */
export function enrolment({ ticket }) {
  return post('/enrolment', { ticket });
}

async function post(step, body) {
  let response;
  try {
    response = await fetch(`/api/session${step}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(body),
      cache: 'no-store',
      signal: AbortSignal.timeout(10_000),
    });
  } catch {
    throw new SignInError(0);
  }
  const json = await response.json().catch(() => ({}));
  if (response.ok || json.next) return json;
  const ofProvider = String(json.type).endsWith(':provider-sign-in-failed');
  throw new SignInError(response.status, Number(response.headers.get('retry-after')) || 0, ofProvider ? json.detail : null, ofProvider ? json.reason : null);
}

export class SignInError extends Error {
  /** sentence: what the gateway says of it, where that is more than the status does. */
  constructor(status, retryAfterSeconds = 0, sentence = null, reason = null) {
    super(`sign-in failed with ${status}`);
    this.sentence = sentence;
    this.reason = reason;
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The session of before a reload, or null. */
export function remembered() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY));
  } catch {
    return null;
  }
}

export function forget() {
  sessionStorage.removeItem(KEY);
}

/** Ends the token at the gateway. A gateway that cannot be reached lets it expire. */
export async function signOut(token) {
  forget();
  await end(token);
}

function end(token) {
  return fetch('/api/session', { method: 'DELETE', headers: { authorization: `Bearer ${token}` }, keepalive: true }).catch(() => {});
}
