// A desktop of one socket that lends it to the peer connection manager of connect-rtc-js, with persistent connections: takes
// contacts, and puts them on the manager's connection. early: whether that is there before the first contact. window.wire has
// the methods that the manager has sent.
async ([user, password, early]) => {
  window.wire = [];
  // A tone is no voice: the browser's noise suppression would take it away.
  const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = () => open({ audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false } });
  // The library wants a relay, and there is none.
  const Real = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Real {
    constructor(config) { super({ ...config, iceTransportPolicy: 'all', iceServers: [] }); }
  };
  const { token } = await (await fetch('/api/session', {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ user, password }),
  })).json();
  const socket = new WebSocket(`wss://${location.host}/agent`);
  const callbacks = new Set();
  const waiting = new Map();
  const request = (method, params) => new Promise((resolve, reject) => {
    const id = crypto.randomUUID();
    waiting.set(id, { resolve, reject });
    socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
  });
  const carrier = {
    subscribeTopics() {},
    onMessage(topic, callback) {
      callbacks.add(callback);
      return () => callbacks.delete(callback);
    },
    sendMessage(message) {
      window.wire.push(message.jsonRpcMsg.method);
      socket.send(JSON.stringify(message));
    },
  };
  const entry = new Proxy(() => entry, { get: (_, name) => (name === Symbol.toPrimitive ? () => '' : entry) });
  const logger = { log: entry, info: entry, warn: entry, error: entry };
  const speaker = document.createElement('audio');
  speaker.id = 'remote-audio';
  speaker.autoplay = true;
  document.body.append(speaker);
  let manager;
  window.connects = 0;
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    if (message.topic) [...callbacks].forEach(callback => callback(message));
    else if (message.method === 'event') {
      const { type, data: event } = message.params;
      if (type === 'contact.offered') request('contact.accept', { contactId: event.contactId });
      if (type === 'contact.accepted') {
        const session = manager.createSession(event.contactId, [], event.contactToken, crypto.randomUUID(), carrier, manager.rtcJsStrategy);
        session.remoteAudioElement = speaker;
        manager.connect();
      }
      if (type === 'contact.connected') {
        window.__connections.push(manager._pc); // Beside it the manager has standby connections.
        window.connects++;
      }
      if (type === 'contact.ended') manager.hangup();
    } else if (message.error) waiting.get(message.id)?.reject(new Error(message.error.message));
    else waiting.get(message.id)?.resolve(message.result);
  };
  await new Promise(opened => { socket.onopen = opened; });
  await request('session.start', { token });
  manager = new connect.RtcPeerConnectionManager(
    null, [], async () => [], () => {}, 'browser-1', null, logger, null, null, carrier, new connect.StandardStrategy(), true, 'browser-1');
  window.manager = manager;
  if (early) {
    manager.isRTPSAllowlisted = true;
    while (manager._pc?.connectionState !== 'connected') await new Promise(look => setTimeout(look, 50));
  }
  await request('agent.setState', { state: 'available' });
  window.leave = () => socket.close(1000);
};
