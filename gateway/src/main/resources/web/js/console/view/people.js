// The page of people: oneself, and for those who may, everybody and their security profiles.

import { $, element, show, text } from '../../view/dom.js';
import { me } from '../api/people.js';
import { failureSentence } from '../failures.js';
import { mountAccount } from './account.js';
import { mountProfiles } from './profiles.js';
import { mountUsers } from './users.js';

export function mountPeople(desk) {
  const account = mountAccount(desk, refresh);
  const profiles = mountProfiles(desk);
  const users = mountUsers(desk, () => profiles.known());

  async function refresh() {
    try {
      Object.assign(desk.me, await me(desk.api));
      account.render();
    } catch (failure) {
      $('account-facts').replaceChildren(element('div', {}, element('dt', {}, 'My account'), element('dd', {}, failureSentence('show your account', failure))));
    }
  }

  return {
    async enter() {
      await refresh();
      text($('who'), desk.me?.name ?? '');
      const sees = { users: may('Users'), profiles: may('SecurityProfiles') };
      show($('users'), sees.users);
      show($('profiles'), sees.profiles);
      if (sees.profiles || sees.users) await profiles.load();
      if (sees.users) await users.load();
    },
    forget() {
      $('users-rows').replaceChildren();
      $('profiles-matrix').replaceChildren();
    },
  };

  function may(what) {
    return desk.me !== null && (desk.may(`${what}.View`) || desk.may(`${what}.Edit`));
  }
}
