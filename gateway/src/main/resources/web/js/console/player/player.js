// Plays one recording: sound by a ticket, which is asked for with the first play, so that looking is not listening.

import { formatDuration } from '../../format.js';
import { attribute, element, show, text } from '../../view/dom.js';
import { openPlay, probe, waveform } from '../api/recordings.js';
import { formatSpan } from '../clock.js';
import { failureSentence } from '../failures.js';
import { controls, drawing } from './controls.js';
import { Heard } from './heard.js';
import { keyAction, nextSolo, nextSpeed, SKIP_S } from './keys.js';
import { listed, talkerAt } from './peaks.js';
import { Picture } from './picture.js';
import { Sound } from './sound.js';

const COLUMNS = 1600;

/** { node, open(), leave() } of a recording; durationMs as far as it is known. leave(): nothing goes on, what was heard is told. */
export function mountPlayer(desk, id, durationMs) {
  const ui = controls();
  const { audio } = ui;
  const sound = new Sound(audio);
  const picture = new Picture(ui.canvas, ui.inks);
  let wave = null;
  let play = null;
  let heard = null;
  let lengthMs = durationMs ?? 0;
  /** Where it goes on when there is sound, ms. */
  let startMs = 0;
  let mending = false;
  let left = false;

  ui.toggle.addEventListener('click', toggle);
  ui.back.addEventListener('click', () => skip(-SKIP_S));
  ui.forward.addEventListener('click', () => skip(SKIP_S));
  ui.solo.addEventListener('click', event => event.target.dataset.solo && solo(event.target.dataset.solo));
  ui.speed.addEventListener('change', () => speed(Number(ui.speed.value)));
  ui.volume.addEventListener('input', () => { audio.volume = Number(ui.volume.value); });
  ui.slider.addEventListener('pointerdown', drag);
  ui.node.addEventListener('keydown', onKey);
  for (const name of ['play', 'pause', 'ended']) audio.addEventListener(name, renderToggle);
  for (const name of ['timeupdate', 'seeking', 'seeked', 'loadedmetadata']) audio.addEventListener(name, renderPosition);
  audio.addEventListener('loadedmetadata', () => {
    if (startMs > 0) audio.currentTime = startMs / 1000;
    speed(Number(ui.speed.value));
  });
  audio.addEventListener('error', mend);
  renderPosition();

  return {
    node: ui.node,
    async open() {
      try {
        wave = await waveform(desk.api, id, COLUMNS);
        if (left) return;
        lengthMs = wave.durationMs;
        picture.wave = wave;
        renderMarks();
        renderPosition();
      } catch (failure) {
        tell(failureSentence('show the wave form', failure));
      }
    },
    leave() {
      left = true;
      audio.pause();
      heard?.close();
      audio.removeAttribute('src');
      audio.load();
      sound.close();
      picture.close();
    },
  };

  async function toggle() {
    if (!audio.paused) {
      audio.pause();
      return;
    }
    tell('');
    try {
      await sound.start();
      if (play === null) await ticket();
      await audio.play();
    } catch (error) {
      // What the element could not load, mend() finds out; being paused before it began is no failure.
      if (error.kind) tell(failureSentence('play the recording', error));
    }
  }

  async function ticket() {
    play = await openPlay(desk.api, id);
    lengthMs = play.durationMs;
    heard?.close();
    heard = new Heard(desk.api, audio, play);
    audio.src = play.url;
  }

  /** A media element does not say why there is no sound; a request does. Tickets end: then with another one, once. */
  async function mend() {
    if (left || play === null || mending) return;
    mending = true;
    const wasMs = positionMs();
    try {
      await probe(play);
      tell('The sound ended early: the connection broke off, or the recording is damaged at this place. Play again to go on.');
    } catch (failure) {
      if (failure.kind !== 'not-found') tell(failureSentence('play the recording', failure));
      else tell('The recording was not used for a while. Play again to go on.');
    } finally {
      heard?.close();
      heard = null;
      play = null;
      startMs = wasMs;
      mending = false;
      renderToggle();
    }
  }

  function positionMs() {
    return play === null || audio.readyState === 0 ? startMs : audio.currentTime * 1000;
  }

  function seek(ms) {
    startMs = Math.min(Math.max(0, ms), lengthMs);
    if (audio.readyState > 0) audio.currentTime = startMs / 1000;
    renderPosition();
  }

  function skip(seconds) {
    seek(positionMs() + seconds * 1000);
  }

  function solo(who) {
    sound.solo = who;
    for (const button of ui.solo.children) attribute(button, 'aria-pressed', button.dataset.solo === who);
    desk.say(who === 'both' ? 'Both are heard.' : `Only the ${who} is heard.`);
  }

  function speed(value) {
    audio.playbackRate = value;
    ui.speed.value = String(value);
  }

  function drag(event) {
    if (event.button !== 0 || lengthMs === 0) return;
    ui.slider.setPointerCapture(event.pointerId);
    const { left: from, width } = ui.slider.getBoundingClientRect();
    const to = moved => seek((moved.clientX - from) / width * lengthMs);
    to(event);
    ui.slider.addEventListener('pointermove', to);
    const end = () => ui.slider.removeEventListener('pointermove', to);
    for (const name of ['pointerup', 'pointercancel']) ui.slider.addEventListener(name, end, { once: true });
  }

  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const action = keyAction({ key: event.key, onControl: event.target !== ui.slider && event.target.matches('button, select, input, a, summary') });
    if (action === null) return;
    event.preventDefault();
    switch (action.do) {
      case 'toggle': toggle(); break;
      case 'skip': skip(action.seconds); break;
      case 'seekPart': seek(action.part * lengthMs); break;
      case 'solo': solo(nextSolo(sound.solo)); break;
      case 'speed': speed(nextSpeed(audio.playbackRate, action.by)); break;
      case 'volume':
        audio.volume = Math.min(1, Math.max(0, audio.volume + action.by));
        ui.volume.value = String(audio.volume);
        break;
    }
  }

  function tell(sentence) {
    show(ui.message, sentence !== '');
    text(ui.message, sentence);
  }

  function renderToggle() {
    const word = audio.paused ? 'Play' : 'Pause';
    if (ui.toggle.title === word && ui.toggle.childElementCount > 0) return;
    attribute(ui.toggle, 'aria-label', word);
    ui.toggle.title = word;
    ui.toggle.replaceChildren(drawing(audio.paused ? 'play' : 'pause'));
  }

  function renderPosition() {
    const ms = positionMs();
    picture.position = lengthMs === 0 ? 0 : Math.min(1, ms / lengthMs);
    text(ui.now, formatDuration(ms));
    text(ui.length, formatDuration(lengthMs));
    attribute(ui.slider, 'aria-valuemax', Math.round(lengthMs / 1000));
    attribute(ui.slider, 'aria-valuenow', Math.round(ms / 1000));
    attribute(ui.slider, 'aria-valuetext', `${formatDuration(ms)} of ${formatDuration(lengthMs)}`);
    if (wave === null) return;
    const talkers = ['left', 'right'].map(channel => talkerAt(wave.marks, channel, ms)).filter(who => who !== null);
    text(ui.talkers, talkers.length === 0 ? '' : `In the call: ${talkers.join(' and ')}`);
  }

  function renderMarks() {
    ui.marks.replaceChildren(...listed(wave.marks).map(mark => {
      const button = element('button', { type: 'button', class: 'mark-button', 'data-kind': mark.kind },
        `${mark.word} ${mark.toMs > mark.fromMs ? formatSpan([mark.fromMs, mark.toMs]) : formatDuration(mark.fromMs)}`);
      button.addEventListener('click', () => seek(mark.fromMs));
      return element('li', {}, button);
    }));
  }
}
