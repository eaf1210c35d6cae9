// Signing in elsewhere: the page leaves for the OpenID provider and comes back with a code. A secret that only this tab has
// goes with the code to the gateway, so that nobody is signed in by a link of somebody else's.

import { finish, leave, SignInError } from './session.js';

const KEY = 'crosspoint.left';
const SECRET_BYTES = 32;

/** What the provider of this contact centre is called, or null. A gateway that does not say so has none. */
export async function providerName() {
  try {
    const response = await fetch('/api/session/ways', { headers: { accept: 'application/json' }, cache: 'no-store', signal: AbortSignal.timeout(10_000) });
    return response.ok ? (await response.json()).provider?.name ?? null : null;
  } catch {
    return null;
  }
}

/** Leaves this page for the provider. fresh: it shall ask anew who somebody is. Rejects with a SignInError. */
export async function leaveForProvider({ fresh = false } = {}) {
  const secret = base64url(crypto.getRandomValues(new Uint8Array(SECRET_BYTES)));
  const sum = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(secret));
  const there = await leave({ binding: base64url(new Uint8Array(sum)), fresh });
  sessionStorage.setItem(KEY, JSON.stringify({ secret, page: location.pathname }));
  location.assign(there);
}

/** What the provider sent this tab back with, or null; the address forgets it. */
export function cameBack() {
  const query = new URLSearchParams(location.search);
  if (!query.has('state') || !(query.has('code') || query.has('error'))) return null;
  history.replaceState(null, '', location.pathname);
  let left = null;
  try {
    left = JSON.parse(sessionStorage.getItem(KEY));
  } catch {
    // Then this tab has not left.
  }
  sessionStorage.removeItem(KEY);
  return { state: query.get('state'), code: query.get('code'), secret: left?.secret ?? null, page: left?.page ?? '/' };
}

/** Goes on where the provider has sent this tab back; further and what it resolves with are those of signIn. */
export function finishAtGateway({ state, code, secret }, further) {
  if (code === null) throw new SignInError(401, 0, 'The sign-in provider has signed nobody in.');
  if (secret === null) throw new SignInError(401, 0, 'This sign-in was begun in another window. Begin it again.');
  return finish({ state, code, secret }, further);
}

function base64url(bytes) {
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
