// A transfer or consultation under way, its way out, and what is said when it came to nothing.

import { failureWords, handoverWords } from '../callwords.js';
import { handover } from '../roster.js';
import { $, attribute, show, text } from './dom.js';

export function mountHandover(actions) {
  for (const id of ['swap', 'join', 'complete', 'cancel']) $(id).addEventListener('click', actions[id]);
  $('failure-close').addEventListener('click', actions.failureSeen);

  return ({ call }) => {
    const failed = call?.failure ? failureWords(call) : null;
    show($('failure'), failed !== null);
    if (failed) {
      text($('failure-title'), failed.title);
      text($('failure-text'), failed.text);
    }
    const under = handover(call);
    show($('handover'), under !== null);
    if (under) render(under, handoverWords(call));
  };
}

function render(under, words) {
  text($('handover-title'), words.title);
  text($('handover-text'), words.text);
  attribute($('handover'), 'data-kind', under.kind);
  attribute($('handover'), 'data-step', step(under));
  show($('handover-actions'), under.mine);
  const blind = under.kind === 'blind';
  for (const id of ['swap', 'join', 'complete']) show($(id), !blind);
  $('swap').disabled = !under.ready;
  $('join').disabled = !under.ready;
  text($('complete'), under.ready ? 'Complete' : 'Do not wait');
  attribute($('complete'), 'title', under.ready ? 'You leave, and the others talk' : 'You leave as soon as it is answered');
}

function step({ kind, target, ready, withTarget }) {
  if (!ready) return target.state;
  return kind === 'blind' ? 'answered' : withTarget ? 'with-target' : 'with-others';
}
