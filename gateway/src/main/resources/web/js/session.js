// Signing in and out over HTTP. The token lives as long as this tab: in sessionStorage, so that a reload does not
// sign the agent out.

const KEY = 'crosspoint.session';

/** Resolves with { token, agent, displayName, demo } or rejects with a SignInError. */
export async function signIn(user, password) {
  let response;
  try {
    response = await fetch('/api/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ user, password }),
      cache: 'no-store',
      signal: AbortSignal.timeout(10_000),
    });
  } catch {
    throw new SignInError(0);
  }
  if (!response.ok) throw new SignInError(response.status, Number(response.headers.get('retry-after')) || 0);
  const session = await response.json();
  sessionStorage.setItem(KEY, JSON.stringify(session));
  return session;
}

export class SignInError extends Error {
  constructor(status, retryAfterSeconds = 0) {
    super(`sign-in failed with ${status}`);
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
  await fetch('/api/session', { method: 'DELETE', headers: { authorization: `Bearer ${token}` }, keepalive: true }).catch(() => {});
}
