// People, security profiles, and oneself.

const user = json => ({
  id: json.id, name: json.displayName, source: json.source, disabled: json.disabled === true, secondFactor: json.secondFactor === true,
  hasPassword: json.hasPassword !== false,
  sipPhones: json.sipPhones === true, codesLeft: json.recoveryCodesLeft ?? 0, mustChange: json.mustChangePassword === true, profiles: json.profiles ?? [],
  permissions: json.permissions ?? [],
});
const path = (id, rest = '') => `/api/users/${encodeURIComponent(id)}${rest}`;

export async function listUsers(api) {
  return (await api.get('/api/users')).users.map(user);
}

export function createUser(api, { id, name, profiles, password }) {
  return api.send('POST', '/api/users', { body: { id, displayName: name, profiles, password } });
}

/** changes: any of name, profiles, disabled. */
export function changeUser(api, id, { name, profiles, disabled }) {
  return api.send('PATCH', path(id), { body: { displayName: name, profiles, disabled } });
}

/** The password is to be changed at the next sign-in. */
export function resetPassword(api, id, password) {
  return api.send('PUT', path(id, '/password'), { body: { password } });
}

export function resetSecondFactor(api, id) {
  return api.send('DELETE', path(id, '/second-factor'));
}

export async function listProfiles(api) {
  return (await api.get('/api/profiles')).profiles;
}

export function putProfile(api, name, permissions) {
  return api.send('PUT', `/api/profiles/${encodeURIComponent(name)}`, { body: { permissions } });
}

export function deleteProfile(api, name) {
  return api.send('DELETE', `/api/profiles/${encodeURIComponent(name)}`);
}

export async function me(api) {
  return user(await api.get('/api/me'));
}

/** { secret, uri } of a second factor that is not in force before a code of it is given. */
export function enrol(api) {
  return api.send('POST', '/api/me/second-factor', { body: {} });
}

/** Resolves with the recovery codes, which are shown this once. */
export async function confirmEnrolment(api, code) {
  return (await api.send('PUT', '/api/me/second-factor', { body: { code } })).recoveryCodes;
}

export async function newRecoveryCodes(api) {
  return (await api.send('POST', '/api/me/recovery-codes', { body: {} })).recoveryCodes;
}

/** Resolves with { user, secret } for SIP phones, which is shown this once. */
export function newSipSecret(api) {
  return api.send('POST', '/api/me/sip-secret', { body: {} });
}

export function dropSipSecret(api) {
  return api.send('DELETE', '/api/me/sip-secret');
}

export function changePassword(api, password) {
  return api.send('PUT', '/api/me/password', { body: { password } });
}

export function stepUp(api, password, code) {
  return api.send('POST', '/api/session/step-up', { body: { password, code }, mayProve: false });
}
