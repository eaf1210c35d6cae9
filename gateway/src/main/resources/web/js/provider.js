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

/** Leaves for the provider, which sends this tab back. fresh: it shall ask anew who somebody is. page: where to go on. Rejects with a SignInError. */
export async function leaveForProvider({ fresh = false, page = location.pathname } = {}) {
  const secret = base64url(crypto.getRandomValues(new Uint8Array(SECRET_BYTES)));
  const sum = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(secret));
  const there = await leave({ binding: base64url(new Uint8Array(sum)), fresh });
  sessionStorage.setItem(KEY, JSON.stringify({ secret, fresh, page }));
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
  return { state: query.get('state'), code: query.get('code'), secret: left?.secret ?? null, fresh: left?.fresh === true, page: left?.page ?? '/' };
}

/**
 * Goes on where the provider has sent this tab back; further and what it resolves with are those of signIn. Where a cookie of
 * the provider does not do, this tab leaves once more, to be asked.
 */
export async function finishAtGateway({ state, code, secret, fresh, page }, further) {
  if (code === null) throw new SignInError(401, 0, 'The sign-in provider has signed nobody in.');
  if (secret === null) throw new SignInError(401, 0, 'This sign-in was begun in another window. Begin it again.');
  try {
    return await finish({ state, code, secret }, further);
  } catch (error) {
    if (error.reason !== 'not-fresh' || fresh) throw error;
    await leaveForProvider({ fresh: true, page });
    return new Promise(() => {}); // This page is going.
  }
}

function base64url(bytes) {
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
