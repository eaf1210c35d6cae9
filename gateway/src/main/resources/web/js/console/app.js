// The console: contacts, people, the audit trail, trunks, the network. A document of its own beside the phone's, with the same
// sign-in; each page is a module with enter() and, where it has something to end, leave().

import { further } from '../view/secondstep.js';
import { $, attribute, show, text } from '../view/dom.js';
import { mountSignIn } from '../view/signin.js';
import { forget, remembered, signIn, SignInError, signOut } from '../session.js';
import { loadSettings } from '../settings.js';
import { signInProblem } from '../words.js';
import { Api } from './api.js';
import { me } from './api/people.js';
import { mayOpen, pathOf, routeOf } from './route.js';
import { mountAudit } from './view/audit.js';
import { mountContact } from './view/contact.js';
import { mountContacts } from './view/contacts.js';
import { mountNetwork } from './view/network.js';
import { mountPeople } from './view/people.js';
import { askWho } from './view/stepup.js';
import { mountTrunks } from './view/trunks.js';

const TITLES = { contacts: 'Contacts', contact: 'Contact', people: 'People', audit: 'Audit trail', trunks: 'Trunks', network: 'Network' };

/** What the pages share. me is null while nobody is signed in, and its permissions null while they are not known. */
const desk = {
  api: null,
  me: null,
  token: null,
  say: sentence => text($('announce'), sentence),
  may: word => desk.me?.permissions?.includes(word) ?? true,
  go(page, id) {
    history.pushState(null, '', pathOf(page, id));
    showPage();
  },
};

const pages = {
  contacts: mountContacts(desk), contact: mountContact(desk), people: mountPeople(desk), audit: mountAudit(desk),
  trunks: mountTrunks(desk), network: mountNetwork(desk),
};
let open = null;

const renderSignIn = mountSignIn(async (user, password) => {
  try {
    begin(await signIn(user, password, further));
    return null;
  } catch (error) {
    if (error instanceof SignInError) return signInProblem(error.status, error.retryAfterSeconds, error.sentence);
    throw error;
  }
});

async function begin(session) {
  desk.token = session.token;
  desk.me = { id: session.agent, name: session.displayName, permissions: null };
  desk.api = new Api(session.token, { ended: () => end('Your sign-in has expired. Please sign in again.'), proveAgain: () => askWho(desk) });
  text($('who'), session.displayName);
  renderSignIn({ agent: desk.me });
  // What is not known, such as permissions, the gateway says at each request.
  const known = await me(desk.api).catch(() => ({}));
  if (desk.token !== session.token) return;
  Object.assign(desk.me, known);
  showPage();
}

function end(sentence) {
  if (desk.token === null) return;
  close();
  Object.values(pages).forEach(page => page.forget?.());
  Object.assign(desk, { token: null, api: null, me: null });
  forget();
  document.querySelectorAll('dialog[open]').forEach(dialog => dialog.close());
  renderSignIn({ agent: null });
  text($('signin-error'), sentence);
}

function close() {
  if (open) pages[open.page]?.leave?.();
  open = null;
}

/** The page that the address names, as far as it is allowed. */
function showPage() {
  if (desk.me === null) return;
  close();
  const route = routeOf(location.pathname);
  if (route.page === 'start') {
    history.replaceState(null, '', pathOf(mayOpen('contacts', desk.me.permissions) ? 'contacts' : 'people'));
    showPage();
    return;
  }
  const refused = route.page !== null && !mayOpen(route.page, desk.me.permissions);
  const shown = route.page !== null && !refused ? route.page : 'none';
  for (const name of [...Object.keys(pages), 'none']) show($(`page-${name}`), name === shown);
  renderNavigation(route.page);
  document.title = `${TITLES[route.page] ?? 'Nothing here'} – Crosspoint`;
  if (shown === 'none') {
    text($('none-title'), refused ? 'Your security profile does not allow this page' : 'There is no page at this address');
    text($('none-text'), refused ? 'Ask whoever manages your security profile, or choose another page above.' : 'Choose a page above.');
  } else {
    open = route;
    pages[route.page].enter(route.id);
  }
  $('page').focus({ preventScroll: true });
}

function renderNavigation(page) {
  const permissions = desk.me.permissions;
  for (const link of $('pages').querySelectorAll('[data-page]')) {
    show(link, mayOpen(link.dataset.page, permissions));
    if (link.dataset.page === (page === 'contact' ? 'contacts' : page)) {
      attribute(link, 'aria-current', 'page');
      link.scrollIntoView({ block: 'nearest', inline: 'center' }); // On a narrow page, the others are out of sight.
    } else {
      link.removeAttribute('aria-current');
    }
  }
  show($('to-live'), permissions?.includes('AccessMetrics') ?? true);
}

// Links to pages of this document need no new one.
document.addEventListener('click', event => {
  const link = event.target.closest?.('a[href^="/console"]');
  if (!link || event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  if (link.pathname + link.search !== location.pathname + location.search) history.pushState(null, '', link.href);
  showPage();
  scrollTo(0, 0);
});
addEventListener('popstate', showPage);
addEventListener('pagehide', close);
addEventListener('pageshow', event => event.persisted && showPage());
$('signout').addEventListener('click', async () => {
  const { token } = desk;
  end('');
  await signOut(token);
});

document.documentElement.dataset.theme = loadSettings().theme;
const session = remembered();
if (session) begin(session);
else renderSignIn({ agent: null });
