// Events of the audit trail as sentences. Pure; names are the ids that people sign in with, as in the trail.

import { formatSpan } from './clock.js';
import { merged } from './ranges.js';

const key = name => event => `${name} key ${id(event, 'key')}`;

/** What comes after "Ann ". */
const DID = {
  SignIn: () => 'signed in',
  SignOut: () => 'signed out',
  EndSignIn: event => `ended the sign-in of ${id(event, 'agent')}, for which the sign-in provider no longer stands`,
  StartMonitoring: event => `began to ${{ whisper: 'whisper in', barge: 'take part in' }[event.asked.how] ?? 'listen to'} contact ${id(event, 'contact')} of ${id(event, 'agent')}`,
  StopMonitoring: event => `stopped listening to contact ${id(event, 'contact')}`,
  SearchContacts: event => `searched contacts${by(event)}`,
  ListRecordings: event => `looked for recordings${by(event)}`,
  ShowRecording: event => `looked at what is known of recording ${id(event, 'recording')}`,
  ListKeyChanges: () => 'looked at changes of keys',
  SearchAgentHistory: event => `asked what an agent did${by(event)}`,
  SearchAudit: event => `searched the audit trail${by(event)}`,
  ViewContact: event => `looked at contact ${id(event, 'contact')}`,
  ViewRecording: event => `looked at recording ${id(event, 'recording')}`,
  PlayRecording: event => `opened recording ${id(event, 'recording')}`,
  ListenToRecording: event => `was sent ${spans(event)} of recording ${id(event, 'recording')}`,
  ReportListening: event => `listened to ${spans(event)} of recording ${id(event, 'recording')}`,
  DownloadRecording: event => `downloaded recording ${id(event, 'recording')}`,
  ExportRecording: event => `exported recording ${id(event, 'recording')}`,
  DeleteRecording: event => `deleted recording ${id(event, 'recording')} (${sayWord(event.asked.reason ?? 'no reason')})`,
  HoldRecording: event => `put recording ${id(event, 'recording')} under legal hold`,
  ReleaseRecording: event => `ended the legal hold of recording ${id(event, 'recording')}`,
  StepUp: () => 'showed once more who that is',
  UseRecoveryCode: () => 'used a recovery code',
  Preflight: () => 'checked whether audio comes through',
  Enrol: () => 'asked for the secret of a second factor',
  ShowMe: () => 'looked at the own account',
  ListUsers: () => 'looked at the users',
  ShowUser: event => `looked at user ${id(event, 'user')}`,
  ListProfiles: () => 'looked at the security profiles',
  ShowProfile: event => `looked at security profile ${id(event, 'profile')}`,
  Watch: () => 'began to watch calls and agents',
  ListContacts: () => 'looked at the calls that go on',
  ShowContact: event => `looked at contact ${id(event, 'contact')} while it went on`,
  ListAgents: () => 'looked at the agents',
  ShowAgent: event => `looked at agent ${id(event, 'agent')}`,
  ListQuickConnects: () => 'asked for the quick connects',
  ListTrunks: () => 'looked at how the trunks do',
  ListNetwork: () => 'looked at what the network has to let through',
  ListDenials: () => 'looked at the deny list',
  ChangeSetting: event => `changed ${sayWord(event.asked.setting ?? 'a setting')} of ${about(event)}`,
  DeleteAgentHistory: event => `deleted ${event.asked.count} entries of what agents did whose retention was over`,
  DeleteContacts: event => `deleted ${event.asked.count} contacts whose retention was over`,
  DestroyKeys: event => `destroyed ${event.asked.count} keys whose time was over`,
  DenyCaller: () => 'put a caller on the deny list',
  LiftDenial: () => 'took a caller off the deny list',
  OpenPrivateTrunk: event => `opened trunk ${id(event, 'trunk')}, which need not be encrypted`,
  GenerateDataKey: key('made a data key under'),
  GenerateDataKeyWithoutPlaintext: key('made a data key under'),
  Encrypt: key('wrapped something with'),
  Decrypt: key('opened something with'),
  ReEncrypt: key('wrapped something anew with'),
  RotateKey: key('rotated'),
  RetireKey: key('retired'),
  CreateGrant: key('was granted the use of'),
  DescribeKey: key('looked at'),
};

const ERRORS = {
  AccessDenied: 'refused', InvalidCredentials: 'wrong name, password or code', ServiceUnavailable: 'the service did not answer',
  InvalidCiphertext: 'it was not what was sealed',
};

/** One sentence without a full stop: "Ann listened to 0:10–0:42 of recording 7e1c0f6a9b". */
export function sentence(event) {
  const did = DID[event.name]?.(event) ?? `${sayWord(event.name)}${event.resources.length > 0 ? `: ${about(event)}` : ''}`;
  const done = `${actor(event)} ${did}`;
  return event.error === null ? done : `Not done (${ERRORS[event.error] ?? event.error}): ${done}`;
}

export function actor({ who }) {
  switch (who.type) {
    case 'Agent': return who.id;
    case 'Gateway': return 'The gateway';
    case 'Operator': return 'Whoever runs the gateway';
    default: return who.id === null ? 'Somebody unknown' : `Somebody calling themselves ${who.id}`;
  }
}

/**
 * Who listened to which parts of a recording, the newest listener first: [{ user, heard, sent, lastMs }]. Heard is what the
 * page has played; sent is what left the gateway, an upper bound that includes what the browser fetched ahead.
 */
export function listeners(events) {
  const people = new Map();
  for (const event of events) {
    if (event.error !== null || !['ListenToRecording', 'ReportListening'].includes(event.name)) continue;
    const user = actor(event);
    const person = people.get(user) ?? { user, heard: [], sent: [], lastMs: 0 };
    person[event.name === 'ReportListening' ? 'heard' : 'sent'].push(...event.spans);
    person.lastMs = Math.max(person.lastMs, event.atMs);
    people.set(user, person);
  }
  return [...people.values()]
    .map(person => ({ ...person, heard: merged(person.heard), sent: merged(person.sent) }))
    .sort((a, b) => b.lastMs - a.lastMs);
}

function spans(event) {
  const parts = merged(event.spans).map(formatSpan);
  return parts.length === 0 ? 'a part' : parts.length > 4 ? `${parts.slice(0, 4).join(', ')} and ${parts.length - 4} more parts` : parts.join(', ');
}

function by(event) {
  const criteria = Object.entries(event.asked.by ?? {}).map(([name, value]) => `${name} ${value === 'hidden' ? '(not kept)' : value}`);
  return criteria.length === 0 ? '' : ` by ${criteria.join(', ')}`;
}

function id(event, type) {
  return event.resources.find(resource => resource.type === type)?.id ?? '?';
}

function about(event) {
  return event.resources.map(resource => `${resource.type} ${resource.id}`).join(', ') || 'something';
}

/** "erasure-request" and "SetState" as words. */
export function sayWord(word) {
  return word.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replaceAll('-', ' ').toLowerCase();
}

/** What can be chosen to look for. */
export const NAMES = Object.keys(DID);
