// Puts state, desk, sound and views together. Two pages are one document: the agent's at /, the supervisor's at
// /supervisor, with the same phone, so that a call goes on when somebody turns from one to the other.

import { Attention } from './attention.js';
import { agentActions, callActions } from './calling.js';
import { Api } from './console/api.js';
import { Desk } from './desk.js';
import { cameBack, finishAtGateway } from './provider.js';
import { remembered, SignInError } from './session.js';
import { loadSettings, saveSettings } from './settings.js';
import { mountShortcuts } from './shortcuts.js';
import { SILENT_DB, Sound } from './sound.js';
import { inCall, reduce, SIGNED_OUT } from './state.js';
import { supervisorActions } from './supervising.js';
import { mountCall } from './view/call.js';
import { confirmed, mountConfirm } from './view/confirm.js';
import { mountDial } from './view/dial.js';
import { $, text } from './view/dom.js';
import { mountFloor } from './view/floor.js';
import { mountFrame } from './view/frame.js';
import { mountHandover } from './view/handover.js';
import { mountKeypad } from './view/keypad.js';
import { mountPhone } from './view/phone.js';
import { mountPreflight } from './view/preflight.js';
import { mountPresence } from './view/presence.js';
import { mountRecording } from './view/recording.js';
import { mountRoster } from './view/roster.js';
import { further } from './view/secondstep.js';
import { mountSettings } from './view/settings.js';
import { mountSide, renderMeters } from './view/side.js';
import { mountSignIn } from './view/signin.js';
import { mountTransfer } from './view/transfer.js';
import { watchNetwork } from './wake.js';
import { signInProblem } from './words.js';

const TICK_MS = 250;
/** Meters move 15 times a second, or twice for whoever asked for less motion. */
const METER_MS = matchMedia('(prefers-reduced-motion: reduce)').matches ? 500 : 66;
const SUPERVISOR_PATH = '/supervisor';

const store = {
  state: SIGNED_OUT,
  dispatch(action) {
    store.state = reduce(store.state, action);
    render();
  },
};
const settings = loadSettings();
const sound = new Sound();
const attention = new Attention(sound, $('announce'), $('alarm'));
const desk = new Desk(store, settings, sound, $('far-audio'), {
  session: () => store.state.page === 'supervisor' && actions.watch(true),
  left: sentence => { $('signin-error').textContent = sentence; },
});

const actions = {
  ...agentActions(desk, confirmed),
  ...callActions(desk, sound, confirmed),
  ...supervisorActions(desk),
  turnTo(page) {
    history.pushState(null, '', page === 'supervisor' ? SUPERVISOR_PATH : '/');
    showPage();
  },
};

/** The page that the address names. Only who looks at the live contacts is told of them. */
function showPage() {
  const page = location.pathname.replace(/\/$/, '') === SUPERVISOR_PATH ? 'supervisor' : 'agent';
  if (page === store.state.page) return;
  store.dispatch({ type: 'page', page });
  actions.watch(page === 'supervisor');
}

const views = [
  mountSignIn((user, password) => desk.signIn(user, password, further)),
  mountFrame(actions), mountPresence(actions), mountPhone(actions), mountDial(actions), mountCall(actions), mountRecording(actions),
  mountHandover(actions), mountTransfer(actions), mountRoster(actions), mountFloor(actions), mountSide(), mountConfirm(),
];
mountKeypad(actions);
mountShortcuts(actions);
mountPreflight(preflightParts, () => store.state.call === null);
mountSettings(settings, sound, (_, name) => {
  saveSettings(settings);
  applySettings(name);
});

function preflightParts() {
  const api = new Api(remembered().token, { ended: () => {}, proveAgain: async () => false });
  sound.unlock(); // In the click that asks for it: a level is measured.
  return {
    ask: sdp => api.send('POST', '/api/preflight', { body: { sdp }, timeoutMs: 2_500 }),
    ping: () => desk.gateway.ping(),
    openMicrophone: () => desk.audio.open(),
    level: stream => {
      sound.watch('preflight', stream);
      return { levelDb: () => sound.levelDb('preflight'), end: () => sound.watch('preflight', null) };
    },
    iceServers: desk.gateway.iceServers,
  };
}

function render() {
  const nowMs = Date.now();
  const hadFocus = $('phone').contains(document.activeElement);
  for (const view of views) view(store.state, nowMs);
  // A button that vanished took the focus with it; it stays in the phone.
  if (hadFocus && document.activeElement === document.body) $('phone').focus({ preventScroll: true });
  attention.follow(store.state, settings, nowMs);
}

function applySettings(name) {
  document.documentElement.dataset.theme = settings.theme;
  sound.ringVolume = settings.ringVolume / 100;
  if (name === 'speakerId') $('far-audio').setSinkId?.(settings.speakerId).catch(() => {});
  if (name === 'microphoneId' || name === 'cleanVoice') desk.audio.changeMicrophone();
}

setInterval(render, TICK_MS);
setInterval(() => {
  if (!store.state.agent || document.hidden) return;
  renderMeters({
    microphone: store.state.call?.muted ? SILENT_DB : sound.levelDb('microphone'),
    customer: sound.levelDb('customer'),
    heard: store.state.call?.levels.customerHeard ?? SILENT_DB,
  });
}, METER_MS);

addEventListener('popstate', showPage);
watchNetwork({ changed: () => desk.networkChanged(), seen: actions.reconnect });
addEventListener('beforeunload', event => {
  if (inCall(store.state)) event.preventDefault();
});
// Any first click will do for the browser's sound rule, not only the one on the banner.
addEventListener('pointerdown', () => {
  if (store.state.agent && !sound.allowed) actions.allowSound();
});

applySettings('theme');
applySettings('speakerId');
showPage();
const back = cameBack();
if (back) returned(back);
else if (desk.resume()) actions.allowSound();
else render();

/** From the sign-in provider, which knows one address only: whoever left from the console is sent on to it. */
async function returned(back) {
  const elsewhere = back.page.startsWith('/console');
  const before = remembered();
  render();
  text($('signin-error'), 'Signing in…');
  try {
    if (elsewhere) {
      await finishAtGateway(back, further);
      location.replace(back.page);
      return;
    }
    const problem = await desk.comeBack(back, further);
    text($('signin-error'), problem ?? '');
    if (problem !== null && before && desk.resume()) actions.allowSound();
    if (back.page !== location.pathname) {
      history.replaceState(null, '', back.page);
      showPage();
    }
  } catch (error) {
    if (!(error instanceof SignInError)) throw error;
    text($('signin-error'), signInProblem(error.status, error.retryAfterSeconds, error.sentence));
    // Whoever was signed in and only could not show it once more, still is.
    if (before && elsewhere) location.replace(back.page);
    else if (before && desk.resume()) actions.allowSound();
  }
}
