// Requests to the gateway with the token of the sign-in, and their failures.

const TIMEOUT_MS = 20_000;

/** What went wrong. kind: the last word of the problem's type, or unreachable. */
export class ApiFailure extends Error {
  constructor({ kind, status = 0, detail = '', title = '', retryAfterSeconds = 0 }) {
    super(`${kind} (${status})`);
    Object.assign(this, { kind, status, detail, title, retryAfterSeconds });
  }
}

export class Api {
  #token;
  #proveAgain;
  #ended;

  /** hooks: ended() when the sign-in is over; proveAgain() asks who it is and resolves with whether that was shown. */
  constructor(token, { ended, proveAgain }) {
    this.#token = token;
    this.#ended = ended;
    this.#proveAgain = proveAgain;
  }

  get(path, query) { return this.send('GET', path, { query }); }

  /** The JSON of the answer, or null; with blob: true the Blob. Rejects with an ApiFailure. */
  async send(method, path, { query = {}, body, blob = false, keepalive = false, mayProve = true, timeoutMs = TIMEOUT_MS } = {}) {
    const response = await this.#fetch(method, address(path, query), body, keepalive, timeoutMs);
    if (response.ok) return blob ? response.blob() : response.status === 204 ? null : response.json();
    const failure = await failureOf(response);
    if (failure.kind === 'not-signed-in') this.#ended();
    if (failure.kind === 'step-up-required' && mayProve && await this.#proveAgain()) {
      return this.send(method, path, { query, body, blob, keepalive, mayProve: false, timeoutMs });
    }
    throw failure;
  }

  async #fetch(method, url, body, keepalive, timeoutMs) {
    const headers = { authorization: `Bearer ${this.#token}`, accept: 'application/json, */*;q=0.5' };
    if (body !== undefined) headers['content-type'] = 'application/json';
    try {
      return await fetch(url, {
        method, headers, body: body === undefined ? undefined : JSON.stringify(body), cache: 'no-store', keepalive,
        signal: timeoutMs > 0 ? AbortSignal.timeout(timeoutMs) : undefined,
      });
    } catch {
      throw new ApiFailure({ kind: 'unreachable' });
    }
  }
}

function address(path, query) {
  const params = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== ''));
  return params.size > 0 ? `${path}?${params}` : path;
}

/** What an answer that is no success says of the reason. */
export async function failureOf(response) {
  const problem = await response.json().catch(() => ({}));
  return new ApiFailure({
    kind: String(problem.type ?? '').split(':').pop() || `http-${response.status}`,
    status: response.status,
    detail: problem.detail ?? '',
    title: problem.title ?? '',
    retryAfterSeconds: Number(response.headers.get('retry-after')) || 0,
  });
}
