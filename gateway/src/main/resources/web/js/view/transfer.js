// The panel that passes a call on: where to, and how.

import { $, attribute, show, text } from './dom.js';
import { mountDirectory } from './directory.js';

const BUTTONS = { transfer: 'transfer-now', consult: 'transfer-consult', add: 'transfer-add' };

export function mountTransfer(actions) {
  const search = $('transfer-search');
  let asking = false;
  const directory = mountDirectory(search, $('transfer-list'), {
    chosen: render,
    // The first way to pass it on, so that Enter twice does it.
    entered: () => $('transfer-now').focus(),
  });

  for (const [how, id] of Object.entries(BUTTONS)) $(id).addEventListener('click', () => bring(how));
  $('transfer').addEventListener('submit', event => event.preventDefault());
  $('transfer-toggle').addEventListener('click', () => {
    actions.toggleTransfer();
    if (!$('transfer').hidden) search.focus({ preventScroll: true });
  });
  $('transfer-close').addEventListener('click', close);
  $('transfer').addEventListener('keydown', event => {
    if (event.key === 'Escape') close();
  });

  function close() {
    actions.closeDrawer();
    $('transfer-toggle').focus();
  }

  async function bring(how) {
    const { choice } = directory;
    if (!choice || asking) return;
    asking = true;
    render();
    const done = await actions.bring(how, choice.target);
    asking = false;
    if (done) directory.clear();
    render();
  }

  function render() {
    const { choice } = directory;
    const flow = choice?.kind === 'flow';
    for (const [how, id] of Object.entries(BUTTONS)) $(id).disabled = !choice || asking || (flow && how !== 'transfer');
    text($('transfer-note'), note(choice));
  }

  return state => {
    const open = state.call?.drawer === 'transfer';
    if (!open && !$('transfer').hidden) directory.clear();
    show($('transfer'), open);
    attribute($('transfer-toggle'), 'aria-expanded', open);
    if (!$('dial-form').contains(document.activeElement)) actions.watchDirectory(open);
    if (open) directory.render(state.directory);
  };
}

function note(choice) {
  if (!choice) return 'Choose where the call is to go.';
  if (choice.kind === 'flow') return 'The customer goes on in the menu, and you leave.';
  if (choice.available === false) return `${choice.name} is not available at the moment.`;
  return `To ${choice.name}:`;
}
