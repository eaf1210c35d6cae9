// The JSON-RPC 2.0 connection to the gateway: deadlines, idempotency keys, resume after a lost socket.
// Knows no telephony. What the messages mean is in protocol.js.

/** The gateway answers within 5 s, if only to say that it could not. */
const DEADLINE_MS = 8_000;
const BACKOFF_MS = { first: 250, most: 10_000 };
/** Browsers hide the server's pings, so an idle socket is asked whether it lives; no answer means it is dead, whatever TCP thinks. */
const PROBE_MS = 20_000;
/** An answer that is waited for when there is reason to think that none will come. */
const DOUBT_MS = 3_000;
/** A socket opens within a few round trips. A network that lets nothing through does not say so. */
const OPEN_MS = 10_000;
/** Closed by the gateway for good: replaced by a newer page, ended, not allowed. */
const FINAL_CLOSES = new Set([4001, 4002, 4003]);

/** A request the gateway refused, or that got no answer in time. */
export class RpcError extends Error {
  constructor(code, message, data = {}) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

export const TIMEOUT = 'timeout';
export const CLOSED = 'closed';
/** What a later try may well get past: no answer in time, a fault of the gateway. Everything else is refused for good. */
const PASSING = new Set([TIMEOUT, CLOSED, -32008, -32603]);

/**
 * One agent session over as many sockets as it takes.
 *
 * hooks: open(call) authenticates and resumes on a fresh socket, resolving when requests may flow, rejecting with an
 * RpcError to give up for good; probe(call) asks whether the gateway is there; notify(method, params); serve(method,
 * params), the result of a request of the server's; phase({ phase, retryAtMs, reason }): `lost` has the reason
 * `unreachable` or `not-ready`, which is a gateway that answers and cannot take the session yet.
 */
export class Link {
  #url; #hooks; #timers; #newSocket; #random;
  #socket = null;
  #online = false;
  #stopped = true;
  #attempt = 0;
  #reason = '';
  #retry = null;
  #watch = null;
  #pending = new Map();

  constructor(url, hooks, { newSocket = u => new WebSocket(u), timers = globalThis, random = Math.random } = {}) {
    this.#url = url;
    this.#hooks = hooks;
    this.#newSocket = newSocket;
    this.#timers = timers;
    this.#random = random;
  }

  start() {
    this.#stopped = false;
    this.#attempt = 0;
    this.#connect();
  }

  /** Closes for good; requests under way are rejected. */
  stop() {
    this.#stopped = true;
    this.#timers.clearTimeout(this.#retry);
    this.#timers.clearTimeout(this.#watch);
    const socket = this.#socket;
    this.#socket = null;
    this.#online = false;
    socket?.close(1000);
    for (const id of [...this.#pending.keys()]) this.#settle(id, r => r.reject(new RpcError(CLOSED, 'The connection was closed')));
  }

  /** Skips the rest of the back-off, or asks at once whether the socket that seems to be there lives. */
  retryNow() {
    if (this.#stopped) return;
    if (this.#online) this.#probeLater(this.#socket, 0, DOUBT_MS);
    if (this.#socket) return;
    this.#timers.clearTimeout(this.#retry);
    this.#connect();
  }

  /** As retryNow, and a socket that was being opened is tried anew. */
  networkChanged() {
    if (this.#socket && !this.#online) this.#drop();
    this.retryNow();
  }

  get online() { return this.#online; }

  /**
   * Sends a request and resolves with its result. With `idempotencyKey` among the params it also survives a lost
   * socket: it is sent again after the resume, and the gateway does the work once.
   */
  call(method, params = {}, { deadlineMs = DEADLINE_MS } = {}) {
    return this.#request(method, params, deadlineMs, this.#online);
  }

  #request(method, params, deadlineMs, sendNow) {
    const id = crypto.randomUUID();
    const frame = JSON.stringify({ jsonrpc: '2.0', id, method, params });
    return new Promise((resolve, reject) => {
      const timer = this.#timers.setTimeout(
        () => this.#settle(id, r => r.reject(new RpcError(TIMEOUT, 'The gateway did not answer in time'))), deadlineMs);
      this.#pending.set(id, { frame, resolve, reject, timer, repeatable: params.idempotencyKey !== undefined });
      if (sendNow) this.#socket.send(frame);
    });
  }

  #connect() {
    this.#hooks.phase(this.#attempt === 0 ? { phase: 'connecting' } : { phase: 'lost', retryAtMs: 0, reason: this.#reason });
    const socket = this.#newSocket(this.#url);
    this.#socket = socket;
    this.#watch = this.#timers.setTimeout(() => socket === this.#socket && this.#drop(), OPEN_MS);
    socket.onmessage = message => {
      if (socket === this.#socket) this.#onFrame(message.data);
    };
    socket.onclose = event => {
      if (socket !== this.#socket) return;
      if (FINAL_CLOSES.has(event.code)) this.#end(event.reason || String(event.code));
      else this.#onLost();
    };
    socket.onopen = async () => {
      if (socket !== this.#socket) return;
      try {
        await this.#hooks.open((method, params) => this.#request(method, params, DEADLINE_MS, true));
        if (socket === this.#socket) this.#onOnline();
      } catch (error) {
        if (socket === this.#socket) this.#onRefused(error);
      }
    };
  }

  #onOnline() {
    this.#online = true;
    this.#attempt = 0;
    this.#hooks.phase({ phase: 'online' });
    for (const request of this.#pending.values()) this.#socket.send(request.frame);
    this.#probeLater(this.#socket);
  }

  #onRefused(error) {
    if (error instanceof RpcError && !PASSING.has(error.code)) this.#end('refused');
    else this.#drop(error instanceof RpcError && typeof error.code === 'number' ? 'not-ready' : 'unreachable');
  }

  #end(reason) {
    this.stop();
    this.#hooks.phase({ phase: 'ended', reason });
  }

  /** Gives up on a socket without waiting for its close. */
  #drop(reason) {
    const socket = this.#socket;
    this.#onLost(reason);
    socket?.close();
  }

  #onLost(reason = 'unreachable') {
    this.#socket = null;
    this.#online = false;
    this.#timers.clearTimeout(this.#watch);
    for (const [id, request] of [...this.#pending]) {
      if (!request.repeatable) this.#settle(id, r => r.reject(new RpcError(CLOSED, 'The connection was lost')));
    }
    if (this.#stopped) return;
    const waitMs = backoffMs(this.#attempt++, this.#random());
    this.#reason = reason;
    this.#hooks.phase({ phase: 'lost', retryAtMs: Date.now() + waitMs, reason });
    this.#retry = this.#timers.setTimeout(() => this.#connect(), waitMs);
  }

  #probeLater(socket, afterMs = PROBE_MS, deadlineMs = DEADLINE_MS) {
    this.#timers.clearTimeout(this.#watch);
    this.#watch = this.#timers.setTimeout(async () => {
      const alive = await this.#hooks.probe((method, params) => this.#request(method, params, deadlineMs, true)).then(() => true, () => false);
      if (socket !== this.#socket) return;
      if (alive) this.#probeLater(socket);
      else this.#drop();
    }, afterMs);
  }

  #onFrame(text) {
    let message;
    try {
      message = JSON.parse(text);
    } catch {
      return; // Not ours to judge: the gateway sends JSON, and the deadline of whatever waits will say so.
    }
    if (message.method !== undefined && message.id !== undefined) this.#answer(message);
    // PCBye has what it is about beside its method.
    else if (message.method !== undefined) this.#hooks.notify(message.method, message.params ?? message);
    else if (message.error) this.#settle(message.id, r => r.reject(new RpcError(message.error.code, message.error.message, message.error.data)));
    else this.#settle(message.id, r => r.resolve(message.result));
  }

  #answer({ id, method, params }) {
    const result = this.#hooks.serve(method, params ?? {});
    this.#socket?.send(JSON.stringify({ jsonrpc: '2.0', id, result: result ?? {} }));
  }

  #settle(id, how) {
    const request = this.#pending.get(id);
    if (!request) return;
    this.#pending.delete(id);
    this.#timers.clearTimeout(request.timer);
    how(request);
  }
}

/** Exponential, capped, with the upper half random, so that a thousand pages do not return in the same instant. */
export function backoffMs(attempt, random, { first, most } = BACKOFF_MS) {
  const longest = Math.min(most, first * 2 ** attempt);
  return Math.round(longest * (0.5 + 0.5 * random));
}
