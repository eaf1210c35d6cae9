// A desktop of one socket: takes contacts, and lends the socket to connect-rtc-js as its multiplexed carrier. Resolves when
// calls may come; window.connected resolves when the library says that one is.
async ([user, password]) => {
  const { token } = await (await fetch('/api/session', {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ user, password }),
  })).json();
  const socket = new WebSocket(`wss://${location.host}/agent`);
  const callbacks = new Map();
  const waiting = new Map();
  const request = (method, params) => new Promise((resolve, reject) => {
    const id = crypto.randomUUID();
    waiting.set(id, { resolve, reject });
    socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
  });
  const carrier = {
    subscribeTopics() {},
    onMessage(topic, callback) {
      callbacks.set(topic, callback);
      return () => callbacks.delete(topic);
    },
    sendMessage: message => socket.send(JSON.stringify(message)),
  };
  const call = ({ contactId, contactToken }, done, fail) => {
    const entry = new Proxy(() => entry, { get: () => entry });
    const logger = { log: entry, info: entry, warn: entry, error: entry };
    const session = new connect.RTCSession('wss://unused.invalid', [], contactToken, logger, contactId, crypto.randomUUID(), carrier);
    session.remoteAudioElement = document.createElement('audio');
    session.onSessionConnected = () => done();
    session.onSessionFailed = (_, reason) => fail(new Error(String(reason)));
    window.session = session;
    session.connect(new RTCPeerConnection());
  };
  window.connected = new Promise((done, fail) => {
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(data);
      if (message.topic) callbacks.get(message.topic)?.(message);
      else if (message.method === 'event') {
        const { type, data: event } = message.params;
        if (type === 'contact.offered') request('contact.accept', { contactId: event.contactId });
        if (type === 'contact.accepted') call(event, done, fail);
      } else if (message.error) waiting.get(message.id)?.reject(new Error(message.error.message));
      else waiting.get(message.id)?.resolve(message.result);
    };
  });
  await new Promise(open => { socket.onopen = open; });
  await request('session.start', { token });
  await request('agent.setState', { state: 'available' });
};
