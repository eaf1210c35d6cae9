// A recording of a contact: its player, what may be done with it, who listened to it.

import { element, show, text } from '../../view/dom.js';
import { listEvents } from '../api/audit.js';
import { DELETE_REASONS, deleteRecording, download, hold, showRecording } from '../api/recordings.js';
import { listeners, sentence } from '../auditwords.js';
import { formatInstant, formatSpan, sayDuration } from '../clock.js';
import { failureSentence } from '../failures.js';
import { mountPlayer } from '../player/player.js';
import { total } from '../ranges.js';
import { isPlayable, recordingWord, SIDES } from '../words.js';
import { ask, choice } from './ask.js';

/** Of a recording; hours of listening by many. */
const MOST_EVENTS = 20_000;

/** How long a file that was saved stays at hand for the browser, ms. */
const SAVE_MS = 60_000;

/** { node, leave() } */
export function mountRecording(desk, contact, recording, index) {
  const id = `recording-${index}`;
  const state = element('p', { class: 'fine', 'data-testid': 'recording-state' });
  const notice = element('p', { class: 'notice', 'data-testid': 'recording-notice' });
  const save = button('Download', 'recording-download');
  const keep = button('Legal hold', 'recording-hold');
  const erase = button('Delete …', 'recording-delete');
  const result = element('p', { class: 'fine', role: 'status', 'data-testid': 'recording-result' });
  const heard = element('div', { class: 'heard-by', 'data-testid': 'recording-listeners' });
  const body = element('div', {});
  const title = contact.recordings.length > 1 ? `Recording ${index + 1} of ${contact.recordings.length}` : 'Recording';
  const node = element(
    'section', { class: 'card', id, 'aria-labelledby': `${id}-title`, 'data-testid': 'recording', 'data-recording': recording.id },
    element('div', { class: 'title-row' }, element('h2', { id: `${id}-title` }, title), state), notice, body,
    element('div', { class: 'row' }, save, keep, erase, result), heard);
  let player = null;
  let known = { state: recording.state, heldMs: null, deletedMs: null };

  save.addEventListener('click', () => attempt('download the recording', async () => {
    text(result, 'Downloading…');
    saveAs(await download(desk.api, recording.id), recording.id);
    text(result, 'Downloaded.');
  }));
  keep.addEventListener('click', () => attempt('change the legal hold', async () => {
    const held = known.heldMs === null;
    await hold(desk.api, recording.id, held);
    // Also where it is not shown, or not now, how it is kept.
    known = { ...known, heldMs: held ? Date.now() : null, heldBy: held ? desk.me.id : null };
    render();
    await look();
    text(result, held ? 'Nobody deletes it through the gateway now.' : 'It may be deleted again.');
  }));
  erase.addEventListener('click', confirmDeletion);
  render();
  look().then(() => listen());
  if (isPlayable(recording.state) && desk.may('ListenCallRecordings')) openPlayer();
  else if (!desk.may('ListenCallRecordings')) body.append(element('p', { class: 'muted' }, 'Not permitted: your security profile lacks ListenCallRecordings.'));
  else body.append(element('p', { class: 'muted' }, recording.state === 'open' ? 'It is being recorded; it can be heard when the call is over.' : 'It was deleted.'));

  return { node, leave: () => player?.leave() };

  function openPlayer() {
    player = mountPlayer(desk, recording.id, recording.durationMs);
    body.append(player.node);
    player.open();
    player.node.addEventListener('pause', () => setTimeout(listen, 1_000), true);
  }

  /** What is kept beyond the contact; whoever sees only contacts of their own goes without. */
  async function look() {
    try {
      known = await showRecording(desk.api, recording.id);
    } catch {
      return;
    }
    render();
  }

  function render() {
    const held = known.heldMs !== null;
    const deleted = known.state === 'deleted';
    text(state, [recordingWord(known.state), SIDES[recording.sides], recording.durationMs === null ? '' : sayDuration(recording.durationMs)].filter(word => word).join(', '));
    show(save, !deleted && recording.state !== 'open' && desk.may('DownloadCallRecordings'));
    show(keep, !deleted && desk.may('DeleteCallRecordings'));
    const isLeft = known.removed === false;
    show(erase, (!deleted || isLeft) && recording.state !== 'open' && desk.may('DeleteCallRecordings'));
    if (isLeft) text(erase, 'Delete what is left');
    keep.setAttribute('aria-pressed', held);
    erase.disabled = held;
    const words = deleted ? `Deleted${known.deletedBy ? ` by ${known.deletedBy}` : ''}${known.deletedMs ? `, ${formatInstant(known.deletedMs)}` : ''}: ${DELETE_REASONS[known.deleteReason] ?? 'no reason given'}.${known.removed === false ? ' Something is left where it was delivered: the place was not there, or does not let the gateway delete. Delete again when that has changed, or remove it there.' : ''}`
      : held ? `Under legal hold${known.heldBy ? ` by ${known.heldBy}` : ''} since ${formatInstant(known.heldMs)}. It cannot be deleted.`
        : known.state === 'failed' ? 'It could not be delivered, and is kept in the gateway’s spool.' : '';
    show(notice, words !== '');
    text(notice, words);
  }

  async function confirmDeletion() {
    const removed = await ask({
      title: 'Delete this recording?',
      words: 'Nobody can hear it any more, here or where it was delivered. This cannot be undone, and is on record with your name.',
      fields: [choice('Why', 'reason', DELETE_REASONS)],
      yes: 'Delete it', no: 'Keep it', danger: true, action: 'delete the recording',
      act: async form => ({ all: await deleteRecording(desk.api, recording.id, form.reason.value) }),
    });
    if (removed === null) return;
    player?.leave();
    player = null;
    body.replaceChildren();
    known = { ...known, state: 'deleted', removed: removed.all, deletedBy: desk.me.id, deletedMs: Date.now() };
    render();
    await look();
    desk.say('The recording was deleted.');
    listen();
  }

  async function listen() {
    if (!desk.may('AuditTrail.View') || !node.isConnected) return;
    try {
      const all = [];
      let next = null;
      do {
        const page = await listEvents(desk.api, { recording: recording.id }, next, 500);
        all.push(...page.events);
        next = page.next;
      } while (next && all.length < MOST_EVENTS);
      heard.replaceChildren(...listenersView(all), ...(next ? [element('p', { class: 'fine' }, `Of the newest ${MOST_EVENTS} events; the audit trail has all of them.`)] : []));
    } catch (failure) {
      heard.replaceChildren(element('p', { class: 'fine' }, failureSentence('show who listened', failure)));
    }
  }

  async function attempt(action, work) {
    try {
      await work();
    } catch (failure) {
      text(result, failureSentence(action, failure));
    }
  }
}

function listenersView(events) {
  const people = listeners(events);
  const others = events.filter(({ name }) => !['ListenToRecording', 'ReportListening', 'ViewRecording', 'PlayRecording', 'Decrypt'].includes(name));
  return [
    element('h3', {}, 'Who listened'),
    people.length === 0 ? element('p', { class: 'muted' }, 'Nobody so far.') : element('ul', { class: 'listeners' }, ...people.map(({ user, heard, sent, lastMs }) => element(
      'li', { 'data-testid': 'listener', 'data-user': user }, element('b', {}, user), ' ',
      heard.length > 0 ? `heard ${heard.map(formatSpan).join(', ')} (${sayDuration(total(heard))})` : 'was sent sound, and no page told what was heard of it',
      element('span', { class: 'fine' }, ` sent: ${sent.map(formatSpan).join(', ') || 'nothing'}; last ${formatInstant(lastMs)}`)))),
    ...(others.length === 0 ? [] : [element('details', {}, element('summary', {}, 'What else was done with it'), element('ul', { class: 'fine' }, ...others.map(event => element('li', {}, `${formatInstant(event.atMs)} ${sentence(event)}`))))]),
  ];
}

function saveAs(blob, name) {
  const url = URL.createObjectURL(blob);
  const link = element('a', { href: url, download: `${name}.${blob.type.includes('ogg') ? 'ogg' : 'wav'}` });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), SAVE_MS);
}

function button(word, testId) {
  return element('button', { type: 'button', 'data-testid': testId }, word);
}
