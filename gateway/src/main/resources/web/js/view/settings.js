// The settings dialog: devices, ringing, notifications, appearance.

import { openMicrophone } from '../phone.js';
import { microphoneProblem } from '../words.js';
import { $, element, show, text } from './dom.js';
import { renderMeter } from './side.js';

const CHECK_MS = 8_000;
const FRAME_MS = 60;

/** changed(settings, name) is told of every choice. */
export function mountSettings(settings, sound, changed) {
  let check = null;

  $('open-settings').addEventListener('click', async () => {
    fill();
    $('settings').showModal();
    await listDevices(settings);
  });
  $('settings').addEventListener('close', () => endCheck());
  navigator.mediaDevices?.addEventListener('devicechange', () => {
    if ($('settings').open) listDevices(settings);
  });

  choose('device-microphone', 'microphoneId', input => input.value);
  choose('device-speaker', 'speakerId', input => input.value);
  choose('theme', 'theme', input => input.value);
  choose('clean-voice', 'cleanVoice', input => input.checked);
  $('ring-volume').addEventListener('input', event => change('ringVolume', Number(event.target.value)));
  $('ring-volume').addEventListener('change', () => sound.sample());
  $('notify').addEventListener('change', async event => {
    const wanted = event.target.checked && 'Notification' in window;
    const granted = wanted && await Notification.requestPermission() === 'granted';
    event.target.checked = granted;
    if (wanted && !granted) text($('device-note'), 'Your browser blocks notifications for this site. Allow them beside the address first.');
    change('notify', granted);
  });
  $('test-speaker').addEventListener('click', () => sound.unlock().then(() => sound.sample()));
  $('test-microphone').addEventListener('click', async () => {
    if (check) endCheck();
    else await beginCheck();
  });

  function choose(id, name, read) {
    $(id).addEventListener('change', event => change(name, read(event.target)));
  }

  function change(name, value) {
    settings[name] = value;
    changed(settings, name);
  }

  function fill() {
    $('ring-volume').value = settings.ringVolume;
    $('notify').checked = settings.notify;
    $('clean-voice').checked = settings.cleanVoice;
    $('theme').value = settings.theme;
  }

  async function beginCheck() {
    try {
      await sound.unlock();
      const stream = await openMicrophone({ deviceId: settings.microphoneId, cleanVoice: settings.cleanVoice });
      sound.watch('check', stream);
      show($('meter-check'), true);
      text($('test-microphone'), 'Stop the check');
      text($('device-note'), 'Speak: the bar below should move.');
      check = {
        stream,
        frames: setInterval(() => renderMeter($('meter-check'), sound.levelDb('check')), FRAME_MS),
        end: setTimeout(endCheck, CHECK_MS),
      };
      await listDevices(settings);
    } catch (error) {
      const words = microphoneProblem(error.kind);
      text($('device-note'), words ? `${words.title} ${words.text}` : 'The microphone cannot be checked.');
    }
  }

  function endCheck() {
    if (!check) return;
    clearInterval(check.frames);
    clearTimeout(check.end);
    check.stream.getTracks().forEach(track => track.stop());
    sound.watch('check', null);
    check = null;
    show($('meter-check'), false);
    text($('test-microphone'), 'Check my microphone');
    text($('device-note'), '');
  }
}

/** Names are only given once the microphone was allowed; until then there is one nameless choice. */
async function listDevices(settings) {
  const devices = await navigator.mediaDevices?.enumerateDevices() ?? [];
  fillDevices($('device-microphone'), devices.filter(d => d.kind === 'audioinput'), settings.microphoneId);
  const speakers = devices.filter(d => d.kind === 'audiooutput');
  const selectable = 'setSinkId' in HTMLMediaElement.prototype && speakers.length > 0;
  fillDevices($('device-speaker'), selectable ? speakers : [], settings.speakerId);
  $('device-speaker').disabled = !selectable;
}

function fillDevices(select, devices, chosen) {
  const named = devices.filter(device => device.deviceId !== '' && device.deviceId !== 'default');
  select.replaceChildren(
    element('option', { value: '' }, 'Like my system'),
    ...named.map((device, i) => element('option', { value: device.deviceId }, device.label || `Device ${i + 1}`)));
  select.value = named.some(device => device.deviceId === chosen) ? chosen : '';
}
