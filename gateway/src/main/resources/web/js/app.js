// The agent page: puts state, gateway, phone, sound and views together. Reading order: signIn, onEvent, the actions.

import { Attention } from './attention.js';
import { openMicrophone, Phone, PhoneError } from './phone.js';
import { Gateway } from './protocol.js';
import { forget, remembered, signIn, SignInError, signOut } from './session.js';
import { loadSettings, saveSettings } from './settings.js';
import { mountShortcuts } from './shortcuts.js';
import { SILENT_DB, Sound } from './sound.js';
import { inCall, reduce, SIGNED_OUT } from './state.js';
import { $ } from './view/dom.js';
import { mountFrame } from './view/frame.js';
import { mountKeypad } from './view/keypad.js';
import { mountPhone } from './view/phone.js';
import { mountSettings } from './view/settings.js';
import { mountSide, renderMeters } from './view/side.js';
import { mountSignIn } from './view/signin.js';
import { isFailure, PATH_PROBLEM, problem, signInProblem } from './words.js';

const TICK_MS = 250;
/** Meters move 15 times a second, or twice for whoever asked for less motion. */
const METER_MS = matchMedia('(prefers-reduced-motion: reduce)').matches ? 500 : 66;
/** After a snapshot, how long a running phone waits for its contact to be named. */
const SNAPSHOT_MS = 2_000;

let state = SIGNED_OUT;
let gateway = null;
let token = null;
let dialed = null;
/** The microphone that an answered call is about to use; opened in the click, while the gateway is being asked. */
let opening = null;

const settings = loadSettings();
const sound = new Sound();
const attention = new Attention(sound, $('announce'), $('alarm'));
const farAudio = $('far-audio');

const phone = new Phone({
  invite: params => gateway.invite(params),
  accept: contactId => gateway.accept(contactId),
  bye: contactId => gateway.bye(contactId).catch(() => {}),
}, {
  microphone: stream => sound.watch('microphone', stream),
  farEnd: hearFarEnd,
  figures: (contactId, figures) => dispatch({ type: 'browserFigures', contactId, figures }),
  failed: (contactId) => {
    fail(PATH_PROBLEM);
    actions.hangUp();
  },
});

// ---- Signing in and out

async function enter(user, password) {
  sound.unlock(); // In the click that signs in: from now on the page may ring.
  try {
    open(await signIn(user, password));
    return null;
  } catch (error) {
    if (error instanceof SignInError) return signInProblem(error.status, error.retryAfterSeconds);
    throw error;
  }
}

function open(session) {
  token = session.token;
  dispatch({ type: 'signedIn', agent: { displayName: session.displayName, demo: session.demo === true } });
  gateway = new Gateway(`wss://${location.host}/agent`, token, { event: onEvent, forgotten: onForgotten, bye: onBye, phase: onPhase });
  gateway.start();
}

function leave(sentence) {
  gateway?.stop();
  gateway = null;
  phone.stop();
  token = null;
  forget();
  dispatch({ type: 'signedOut' });
  $('signin-error').textContent = sentence;
}

const ENDINGS = {
  4001: 'Your phone was opened in another window. Sign in to use it here.',
  'signed-in-elsewhere': 'You have signed in elsewhere. Sign in to use the phone here.',
  'signed-out': 'You have been signed out.',
};

function onPhase(phase) {
  if (phase.phase === 'ended') leave(ENDINGS[phase.reason] ?? 'Your sign-in has expired. Please sign in again.');
  else dispatch({ type: 'link', ...phase });
}

// ---- What the gateway tells

function onEvent(event) {
  if (event.type === 'contactAccepted' && state.call === null && dialed !== null) {
    // The event overtook the answer to `dial`.
    dispatch({ type: 'dialing', contactId: event.contactId, number: dialed });
  }
  dispatch({ ...event, nowMs: Date.now() });
  if (event.type === 'contactAccepted' && state.call?.id === event.contactId) connectAudio(event);
  if (event.type === 'contactEnded') onEnded(event);
}

async function connectAudio({ contactId, contactToken }) {
  if (phone.contactId === contactId) return; // A snapshot repeats what we know; the audio never stopped.
  try {
    await phone.start({ contactId, contactToken, microphone: opening ?? openMic(), muted: state.call.muted });
  } catch (error) {
    if (error instanceof PhoneError && error.kind === 'ended') return;
    if (state.call?.id === contactId) {
      if (!(error instanceof PhoneError)) fail(problem('connect the audio', error));
      actions.hangUp();
    }
  } finally {
    opening = null;
  }
}

function onEnded(event) {
  if (phone.contactId === event.contactId) phone.stop();
  closeOpening();
  if (state.ended?.id === event.contactId && isFailure(state.ended) && state.error === null) {
    fail({ title: 'The call ended.', text: event.sentence || 'Try again.' });
  }
}

/** The call the agent turned away from before its microphone was open. */
function closeOpening() {
  opening?.then(stream => stream.getTracks().forEach(track => track.stop()), () => {});
  opening = null;
}

function onBye(contactId) {
  if (contactId === undefined || phone.contactId === contactId) phone.stop();
}

function onForgotten() {
  dispatch({ type: 'forgotten' });
  setTimeout(() => {
    if (phone.contactId !== null && state.call?.id !== phone.contactId) phone.stop();
  }, SNAPSHOT_MS);
}

// ---- What the agent does

const actions = {
  async signOut() {
    if (inCall(state) && !confirm('You are in a call. Sign out and end it?')) return;
    const old = token;
    // So that no call comes in while the gateway still waits for this page to return.
    if (state.presence.allowed.includes('offline')) await gateway.setState('offline').catch(() => {});
    leave('');
    await signOut(old);
  },

  async setState(name) {
    if (name === 'available' && !await actions.checkMicrophone()) return;
    await attempt('change your state', () => gateway.setState(name));
  },

  /** The first reason there is for not being ready. */
  async pause() {
    const reason = state.presence.allowed.find(name => name !== 'available' && name !== 'offline');
    if (reason) await actions.setState(reason);
  },

  async answer() {
    const call = state.call;
    if (call?.phase !== 'offered') return;
    opening = openMic();
    dispatch({ type: 'accepting', contactId: call.id });
    if (!await opening.then(() => true, () => false)) {
      opening = null;
      dispatch({ type: 'acceptFailed', contactId: call.id });
    } else if (!await attempt('answer the call', () => gateway.acceptContact(call.id))) {
      closeOpening();
      dispatch({ type: 'acceptFailed', contactId: call.id });
    }
  },

  async decline() {
    const call = state.call;
    if (call?.phase === 'offered') await attempt('decline the call', () => gateway.rejectContact(call.id));
  },

  async hangUp() {
    const call = state.call;
    if (!call || call.phase === 'offered') return;
    const before = call.phase;
    dispatch({ type: 'ending', contactId: call.id });
    if (!await attempt('hang up', () => gateway.hangUp(call.id))) dispatch({ type: 'endFailed', contactId: call.id, phase: before });
  },

  async toggleMute() {
    const call = state.call;
    if (!call || call.phase === 'offered') return;
    const muted = !call.muted;
    phone.mute(muted);
    dispatch({ type: 'muting', contactId: call.id, muted });
    await attempt(muted ? 'mute at the gateway' : 'unmute at the gateway', () => gateway.mute(call.id, muted));
  },

  toggleKeypad() {
    const call = state.call;
    if (call) dispatch({ type: 'keypad', contactId: call.id, open: !call.keypadOpen });
  },

  async sendDigit(digit) {
    const call = state.call;
    if (!call || call.connectedAtMs === 0) return;
    sound.key(digit);
    dispatch({ type: 'digitSent', contactId: call.id, digit });
    await attempt('send the digit', () => gateway.sendDigits(call.id, digit));
  },

  async dial(number) {
    if (!await actions.checkMicrophone()) return false;
    dialed = number;
    const done = await attempt('place the call', async () => {
      const { contactId } = await gateway.dial(number);
      if (state.ended?.id !== contactId) dispatch({ type: 'dialing', contactId, number });
    });
    dialed = null;
    return done;
  },

  callDemoCustomer: () => attempt('make the demo customer call', () => gateway.callDemoCustomer()),
  reconnect: () => gateway?.retryNow(),
  dismissError: () => dispatch({ type: 'error', error: null }),
  allowSound: unlockSound,

  /** Whether calls can be spoken in; asks for permission where the browser wants that. */
  async checkMicrophone() {
    if (inCall(state)) return true;
    try {
      (await openMic()).getTracks().forEach(track => track.stop());
      return true;
    } catch {
      return false;
    }
  },
};

/** Does it, or shows why not. Resolves with whether it was done. */
async function attempt(what, work) {
  try {
    await work();
    return true;
  } catch (error) {
    if (state.agent) fail(problem(what, error));
    return false;
  }
}

function fail(words) {
  dispatch({ type: 'error', error: words });
}

// ---- Sound

async function openMic() {
  if (state.microphone !== 'ready') dispatch({ type: 'microphone', status: 'asking' });
  try {
    const stream = await openMicrophone({ deviceId: settings.microphoneId, cleanVoice: settings.cleanVoice });
    dispatch({ type: 'microphone', status: 'ready' });
    return stream;
  } catch (error) {
    dispatch({ type: 'microphone', status: error.kind });
    throw error;
  }
}

function hearFarEnd(stream) {
  farAudio.srcObject = stream;
  sound.watch('customer', stream);
  if (stream) farAudio.play().catch(error => dispatch({ type: 'soundBlocked', blocked: error.name === 'NotAllowedError' }));
}

async function unlockSound() {
  const allowed = await sound.unlock();
  dispatch({ type: 'soundBlocked', blocked: !allowed });
  if (allowed && farAudio.srcObject) await farAudio.play();
}

function applySettings(name) {
  document.documentElement.dataset.theme = settings.theme;
  sound.ringVolume = settings.ringVolume / 100;
  if (name === 'speakerId') farAudio.setSinkId?.(settings.speakerId).catch(() => {});
  if ((name === 'microphoneId' || name === 'cleanVoice') && phone.contactId !== null) {
    openMic().then(stream => phone.replaceMicrophone(stream, state.call?.muted ?? false), () => {});
  }
}

// ---- Keeping the screen true

const views = [mountSignIn(enter), mountFrame(actions), mountPhone(actions), mountSide()];
mountKeypad(actions);
mountShortcuts(actions);
mountSettings(settings, sound, (_, name) => {
  saveSettings(settings);
  applySettings(name);
});

function dispatch(action) {
  state = reduce(state, action);
  render();
}

function render() {
  const nowMs = Date.now();
  for (const view of views) view(state, nowMs);
  attention.follow(state, settings, nowMs);
}

setInterval(render, TICK_MS);
setInterval(() => {
  if (!state.agent || document.hidden) return;
  renderMeters({
    microphone: state.call?.muted ? SILENT_DB : sound.levelDb('microphone'),
    customer: sound.levelDb('customer'),
    heard: state.call?.levels.customerHeard ?? SILENT_DB,
  });
}, METER_MS);

addEventListener('online', actions.reconnect);
addEventListener('beforeunload', event => {
  if (inCall(state)) event.preventDefault();
});
// Any first click will do for the browser's sound rule, not only the one on the banner.
addEventListener('pointerdown', () => {
  if (state.agent && !sound.allowed) unlockSound();
});

applySettings('theme');
applySettings('speakerId');
const session = remembered();
if (session) {
  open(session);
  unlockSound();
} else {
  render();
}
