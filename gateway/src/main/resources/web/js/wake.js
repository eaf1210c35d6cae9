// Tells when the network may be another one: it came back, or this machine has slept, which its clock shows.

const TICK_MS = 1_000;
/** A busy page is late by a second or two; one that was frozen or slept is late by more. */
const ASLEEP_MS = 5_000;

/** changed(): everything that was connected may be dead. seen(): somebody looks at the page again. */
export function watchNetwork({ changed, seen }) {
  let lastMs = Date.now();
  addEventListener('online', changed);
  // Desktop browsers tell no type, and say "change" whenever they think anew about the speed.
  let type = navigator.connection?.type;
  navigator.connection?.addEventListener('change', () => {
    if (navigator.connection.type === type) return;
    type = navigator.connection.type;
    changed();
  });
  document.addEventListener('visibilitychange', () => document.hidden || seen());
  setInterval(() => {
    const nowMs = Date.now();
    if (nowMs - lastMs > TICK_MS + ASLEEP_MS) changed();
    lastMs = nowMs;
  }, TICK_MS);
}
