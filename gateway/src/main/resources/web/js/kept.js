// A connection that the gateway keeps between two calls, so that the next is heard at once: no new path, no new keys. The
// microphone is closed meanwhile. Knows no call; what it needs from the gateway is one function.

export class Kept {
  #signal;
  /** { pc, stream, names: { peerConnectionId, peerConnectionToken }, standsMs } */
  #connection = null;
  #timer = null;

  /** signal: bye(names) tells the gateway that a connection is not needed any more. */
  constructor(signal) {
    this.#signal = signal;
  }

  /** Keeps a connection until it is taken, or has waited too long. One that is no use is closed. */
  put(connection) {
    this.drop();
    const { pc } = connection;
    if (!isAlive(pc)) {
      pc.close();
      return;
    }
    this.#connection = connection;
    pc.getSenders()[0].replaceTrack(null).catch(() => {});
    pc.onconnectionstatechange = () => this.#connection?.pc === pc && ['failed', 'closed'].includes(pc.connectionState) && this.giveUp();
    this.#timer = setTimeout(() => this.giveUp(), connection.standsMs);
  }

  /** The connection that is kept and works, or null. It is the taker's from now on. */
  take() {
    const connection = this.#connection;
    this.#forget();
    if (connection === null || isAlive(connection.pc)) return connection;
    connection.pc.close();
    return null;
  }

  /** The gateway has ended a connection. */
  ended(peerConnectionId) {
    if (this.#connection?.names.peerConnectionId === peerConnectionId) this.drop();
  }

  /** Closes it, and says so. */
  giveUp() {
    const names = this.#connection?.names;
    this.drop();
    if (names) this.#signal.bye(names).catch(() => {});
  }

  /** Closes it, if there is one. */
  drop() {
    this.#connection?.pc.close();
    this.#forget();
  }

  #forget() {
    clearTimeout(this.#timer);
    this.#connection = null;
  }
}

function isAlive(pc) {
  return pc.connectionState === 'connected' && pc.signalingState === 'stable' && pc.getSenders()[0]?.transport?.state === 'connected';
}
