// Who is in the call: names, how they are, who talks, and what can be done with each.

import { nameOf, roleWord, stateWord } from '../callwords.js';
import { handover, isSilent } from '../roster.js';
import { $, attribute, each, show, stamp, text } from './dom.js';

export function mountRoster(actions) {
  $('roster-list').addEventListener('click', event => {
    const button = event.target.closest('button');
    if (button && !button.disabled) actions[button.dataset.do](button.closest('li').dataset.key);
  });

  return ({ call, agent }) => {
    const people = call?.view?.participants ?? [];
    show($('roster'), people.length > 0);
    if (people.length === 0) return;
    text($('roster-title'), `In this call: ${people.length}`);
    each($('roster-list'), people, ({ id }) => id, () => stamp('participant-template'), (row, one) => {
      const self = one.id === call.self;
      render(row, one, self ? agent.displayName : nameOf(one), self, call);
    });
  };
}

function render(row, one, name, self, call) {
  const talking = call.talkers.includes(one.id) && one.state === 'connected' && !one.held;
  attribute(row, 'data-name', one.name);
  attribute(row, 'data-role', one.role);
  attribute(row, 'data-state', one.state);
  attribute(row, 'data-held', one.held);
  attribute(row, 'data-muted', one.muted);
  attribute(row, 'data-talking', talking);
  const [title, line] = row.querySelectorAll('.participant-text > *');
  text(title, name);
  text(line, [self ? 'You' : roleWord(one.role), stateWord(one)].filter(word => word !== '').join(' · '));

  const silent = isSilent(call);
  const there = one.state === 'connected';
  show(row.querySelector('.participant-actions'), !self && !silent);
  const [hold, mute, remove] = row.querySelectorAll('button');
  // While the call is being passed on, who waits is for Swap, Join and Cancel to say.
  const fixed = handover(call) !== null;
  label(hold, one.held ? `Take ${name} back from hold` : `Put ${name} on hold`, one.held);
  label(mute, one.muted ? `Let ${name} be heard again` : `Mute ${name}`, one.muted);
  label(remove, there ? `Remove ${name}` : `Call off ${name}`);
  hold.disabled = !there || fixed;
  mute.disabled = !there;
}

function label(button, words, pressed) {
  attribute(button, 'aria-label', words);
  attribute(button, 'title', words);
  if (pressed !== undefined) attribute(button, 'aria-pressed', pressed);
}
