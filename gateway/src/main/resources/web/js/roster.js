// What follows from a call's roster: who else is there, who waits, who can hear us. Pure.

export function participant(call, id) {
  return call?.view?.participants.find(one => one.id === id) ?? null;
}

/** Everybody but us, in the order in which they came. */
export function others(call) {
  return call.view?.participants.filter(({ id }) => id !== call.self) ?? [];
}

export function me(call) {
  return participant(call, call.self);
}

/** Whom the call is about: a number, or a colleague's name. */
export function party(call) {
  if (call.direction === 'monitor') return subject(call)?.name ?? '';
  if (call.direction !== 'internal') return call.number;
  return call.name || call.from || (others(call)[0]?.name ?? '');
}

/** Whether we only listen: in no roster, and with no say in the call. */
export function isSilent(call) {
  return call.direction === 'monitor' && call.supervision?.how !== 'barge';
}

/** Whether the call is recorded: off, on, paused, or failed when it should be and cannot. */
export function recording(call) {
  return call?.view?.recording ?? 'off';
}

/** Whether what is recorded can be paused or gone on with here. */
export function canPauseRecording(call) {
  return !isSilent(call) && me(call) !== null && ['on', 'paused'].includes(recording(call));
}

/** Whom we supervise. */
export function subject(call) {
  return call.supervision ? participant(call, call.supervision.participant) : null;
}

/** Whether the others go on without us. */
export function goesOn(call) {
  return !isSilent(call) && others(call).length >= 2;
}

/** Those who could be talked to: there, and not in a flow's hands. */
export function present(call) {
  return others(call).filter(({ state }) => state === 'connected');
}

/** Whether everybody who is there waits on hold. */
export function allHeld(call) {
  const there = present(call);
  return there.length > 0 && there.every(({ held }) => held);
}

/**
 * A transfer or consultation under way, or null: kind, whether it is ours, who is wanted (target) and by whom, who
 * waits, whether the target is there, and whether it is talked to now.
 */
export function handover(call) {
  const under = call?.view?.handover;
  const target = under ? participant(call, under.target) : null;
  if (!target) return null;
  return {
    kind: under.kind,
    mine: under.by === call.self,
    toMe: under.target === call.self,
    by: participant(call, under.by),
    target,
    waiting: others(call).filter(one => one.held && one.id !== under.target),
    ready: target.state === 'connected',
    withTarget: target.state === 'connected' && !target.held,
  };
}

/** Who hears us when we speak, by the rules of the gateway: nobody on hold, in a flow, or while we pass the call on. */
export function hearers(call) {
  const how = call.direction === 'monitor' ? call.supervision?.how ?? 'monitor' : 'member';
  const passingOn = call.view?.handover?.kind === 'blind' && call.view.handover.by === call.self;
  if (call.muted || how === 'monitor' || passingOn || me(call)?.held) return [];
  const there = present(call).filter(({ held }) => !held);
  return how === 'whisper' ? there.filter(({ id }) => id === call.supervision.participant) : there;
}
