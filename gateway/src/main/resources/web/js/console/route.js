// Which page an address names. Pure.

const BASE = '/console';
const PAGES = ['contacts', 'people', 'audit', 'trunks', 'network'];

/** { page, id }: page is null for an address that names none; id is that of a contact, otherwise null. */
export function routeOf(pathname) {
  const [base, page = null, id = null, ...more] = pathname.replace(/^\/|\/$/g, '').split('/');
  if (base !== BASE.slice(1) || more.length > 0) return { page: null, id: null };
  if (page === null) return { page: 'start', id: null };
  if (id !== null) return page === 'contacts' ? { page: 'contact', id: decoded(id) } : { page: null, id: null };
  return { page: PAGES.includes(page) ? page : null, id: null };
}

/** The address of a page, or of a contact. */
export function pathOf(page, id) {
  return page === 'contact' ? `${BASE}/contacts/${encodeURIComponent(id)}` : `${BASE}/${page}`;
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What one of these permissions is needed for; a page that is not here is for everybody who is signed in. */
export const NEEDS = {
  contacts: ['ContactSearch.View', 'MyContacts.View'],
  contact: ['ContactSearch.View', 'MyContacts.View'],
  audit: ['AuditTrail.View'],
  trunks: ['AccessMetrics'],
  network: ['AccessMetrics'],
};

/** Whether somebody has one of the permissions; permissions null: not known, and the gateway will say. */
export function mayOpen(page, permissions) {
  return !NEEDS[page] || permissions === null || NEEDS[page].some(word => permissions.includes(word));
}
