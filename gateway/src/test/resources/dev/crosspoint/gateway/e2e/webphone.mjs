// Two softphones that speak SIP over WebSocket, unmodified, behind the same few words. Bundled by the test.

import JsSIP from 'jssip';
import * as SIP from 'sip.js';

// What whoever uses these libraries has to do: let the far side be heard.
window.RTCPeerConnection = class extends window.RTCPeerConnection {
  constructor(...args) {
    super(...args);
    this.addEventListener('track', ({ track }) => {
      this.player = new Audio();
      this.player.srcObject = new MediaStream([track]);
      this.player.play();
    });
  }
};

const AUDIO = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
const CONSTRAINTS = { audio: AUDIO, video: false };
const happened = [];
const tell = what => happened.push(what);

function jssip({ server, user, secret, instance }) {
  const ua = new JsSIP.UA({
    sockets: [new JsSIP.WebSocketInterface(server)],
    uri: `sip:${user}@${location.hostname}`,
    password: secret,
    instance_id: instance,
    connection_recovery_min_interval: 1,
    connection_recovery_max_interval: 1,
  });
  let session = null;
  ua.on('registered', () => tell('registered'));
  ua.on('registrationFailed', e => tell(`refused ${e.response?.status_code}`));
  ua.on('disconnected', () => tell('disconnected'));
  ua.on('newRTCSession', ({ session: fresh, originator }) => {
    session = fresh;
    if (originator === 'remote') tell('rings');
    fresh.on('confirmed', () => tell('talks'));
    fresh.on('ended', e => tell(`over ${e.originator}`));
    fresh.on('failed', e => tell(`failed ${e.cause}`));
  });
  ua.start();
  return {
    answer: () => session.answer({ mediaConstraints: CONSTRAINTS }),
    call: number => ua.call(`sip:${number}@${location.hostname}`, { mediaConstraints: CONSTRAINTS }),
    hangUp: () => session.terminate(),
    hold: on => (on ? session.hold() : session.unhold()),
    refer: number => session.refer(`sip:${number}@${location.hostname}`),
    stop: () => ua.stop(),
  };
}

function sipjs({ server, user, secret }) {
  let session = null;
  const watch = fresh => {
    session = fresh;
    fresh.stateChange.addListener(state => {
      if (state === SIP.SessionState.Established) tell('talks');
      if (state === SIP.SessionState.Terminated) tell('over');
    });
  };
  const ua = new SIP.UserAgent({
    uri: SIP.UserAgent.makeURI(`sip:${user}@${location.hostname}`),
    transportOptions: { server },
    authorizationUsername: user,
    authorizationPassword: secret,
    logLevel: 'error',
    delegate: {
      onInvite: invitation => {
        watch(invitation);
        tell('rings');
      },
    },
  });
  const options = { sessionDescriptionHandlerOptions: { constraints: CONSTRAINTS } };
  const registerer = new SIP.Registerer(ua);
  registerer.stateChange.addListener(state => tell(state.toLowerCase()));
  ua.start().then(() => registerer.register());
  return {
    answer: () => session.accept(options),
    call: number => {
      watch(new SIP.Inviter(ua, SIP.UserAgent.makeURI(`sip:${number}@${location.hostname}`), options));
      session.invite();
    },
    hangUp: () => (session.state === SIP.SessionState.Established ? session.bye() : session.cancel()),
    stop: () => registerer.unregister().then(() => ua.stop()),
  };
}

window.startPhone = (kind, settings) => {
  window.phone = (kind === 'jssip' ? jssip : sipjs)(settings);
};

/** Waits until something has happened that begins so, and forgets all up to it. */
window.awaitHappened = async (what, limitMs) => {
  for (const end = Date.now() + limitMs; Date.now() < end; await new Promise(done => setTimeout(done, 50))) {
    const at = happened.findIndex(it => it.startsWith(what));
    if (at >= 0) return happened.splice(0, at + 1).at(-1);
  }
  return `nothing, but ${happened.join(', ')}`;
};
