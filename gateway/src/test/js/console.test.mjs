// The console's pure parts. Run by hand: node --test gateway/src/test/js/   In the build: PagePartsTest.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actor, listeners, NAMES, sentence } from '../../main/resources/web/js/console/auditwords.js';
import { formatInstant, formatSpan, fromLocalInput, parseDuration, sayDuration, toLocalInput } from '../../main/resources/web/js/console/clock.js';
import { ApiFailure } from '../../main/resources/web/js/console/api.js';
import { listEvents } from '../../main/resources/web/js/console/api/audit.js';
import { showContact } from '../../main/resources/web/js/console/api/contacts.js';
import { failureWords } from '../../main/resources/web/js/console/failures.js';
import { freshPassword } from '../../main/resources/web/js/console/freshpassword.js';
import { asCsv, asText } from '../../main/resources/web/js/console/networktext.js';
import { searchContacts } from '../../main/resources/web/js/console/api/contacts.js';
import { EMPTY, fromAddress, narrowedBy, toAddress, toRequest } from '../../main/resources/web/js/console/query.js';
import { merged, ofMedia, same, total } from '../../main/resources/web/js/console/ranges.js';
import { mayOpen, pathOf, routeOf } from '../../main/resources/web/js/console/route.js';
import { layout } from '../../main/resources/web/js/console/timeline.js';
import { toTrailRequest } from '../../main/resources/web/js/console/trailquery.js';
import { customer, qualityOf } from '../../main/resources/web/js/console/words.js';
import { modules } from '../../main/resources/web/js/qr.js';

const NOW = Date.UTC(2026, 10, 28, 12, 0, 0);

test('knows the page of an address, and the address of a page', () => {
  assert.deepEqual(routeOf('/console'), { page: 'start', id: null });
  assert.deepEqual(routeOf('/console/audit/'), { page: 'audit', id: null });
  assert.deepEqual(routeOf('/console/contacts/8kq%2F1'), { page: 'contact', id: '8kq/1' });
  for (const none of ['/console/none', '/console/people/x', '/console/contacts/a/b', '/consoles', '/']) assert.equal(routeOf(none).page, null, none);
  assert.deepEqual(routeOf(pathOf('contact', 'a b/%')), { page: 'contact', id: 'a b/%' });
});

test('opens what the permissions allow, and everything while they are not known', () => {
  assert.equal(mayOpen('audit', ['ContactSearch.View']), false);
  assert.equal(mayOpen('contact', ['MyContacts.View']), true);
  assert.equal(mayOpen('people', []), true);
  assert.equal(mayOpen('audit', null), true);
});

test('keeps a search in the address, but never a number or an attribute', () => {
  const form = { ...EMPTY, agent: 'alice', number: '+4930555001', attribute: 'tier', value: 'gold', quality: 'poor' };
  const address = toAddress(form);
  assert.deepEqual([...new URLSearchParams(address).keys()], ['agent', 'quality']);
  assert.equal(/555001|tier|gold/.test(address), false);
  assert.deepEqual(fromAddress(address), { ...form, number: '', attribute: '', value: '' });
  assert.equal(toAddress(EMPTY), '');
  assert.equal(fromAddress('range=forever&number=1').range, 'day');
  for (const name of ['number', 'attribute', 'value']) assert.equal(fromAddress(`${name}=%2B4930`)[name], '', name);
});

test('asks for contacts in a body, with nothing behind a question mark', async () => {
  const requests = [];
  const api = { send: async (method, path, more) => (requests.push({ method, path, ...more }), { contacts: [], next: 'n~1' }) };
  const query = { number: '+4930555001', attribute: 'tier', value: 'gold', minSeconds: 90 };
  const { next } = await searchContacts(api, query, null);
  await searchContacts(api, query, next);
  assert.deepEqual(requests, [
    { method: 'POST', path: '/api/contact-records/search', body: { ...query, limit: 50 } },
    { method: 'POST', path: '/api/contact-records/search', body: { ...query, limit: 50, after: 'n~1' } },
  ]);
});

test('asks the gateway for what was typed', () => {
  const { query, wrong } = toRequest({ ...EMPTY, range: 'hour', agent: ' alice ', number: '030 555001', shortest: '1:30', longest: '600', quality: 'fair' }, NOW);
  assert.deepEqual(wrong, {});
  assert.deepEqual(query, { from: '2026-11-28T11:00:00.000Z', agent: 'alice', number: '030 555001', minSeconds: 90, maxSeconds: 600, minMos: 3.6, maxMos: 4.03 });
  assert.deepEqual(toRequest({ ...EMPTY, contact: '8kq' }, NOW).query, { contact: '8kq' });
  assert.deepEqual(toRequest({ ...EMPTY, attribute: 'tier', value: ' gold' }, NOW).query.value, ' gold');
});

test('says what cannot be searched by, field by field', () => {
  const wrongOf = form => Object.keys(toRequest({ ...EMPTY, ...form }, NOW).wrong);
  assert.deepEqual(wrongOf({ range: 'exact' }), ['from']);
  assert.deepEqual(wrongOf({ range: 'exact', from: '2026-11-02T00:00', to: '2026-11-01T00:00' }), ['to']);
  assert.deepEqual(wrongOf({ range: 'exact', from: '2026-01-01T00:00', to: '2026-11-01T00:00' }), ['from']);
  assert.deepEqual(wrongOf({ range: 'exact', from: '2026-01-01T00:00', to: '2026-11-01T00:00', contact: '8kq' }), []);
  assert.deepEqual(wrongOf({ attribute: 'tier' }), ['value']);
  assert.deepEqual(wrongOf({ value: 'gold' }), ['attribute']);
  assert.deepEqual(wrongOf({ number: 'alice' }), ['number']);
  assert.deepEqual(wrongOf({ shortest: 'long' }), ['shortest']);
  assert.deepEqual(wrongOf({ shortest: '2:00', longest: '1:00' }), ['longest']);
  assert.equal(narrowedBy({ ...EMPTY, agent: 'a', value: 'v', attribute: 'b' }), 2);
});

test('an end long ago is no reason to search through years', () => {
  assert.deepEqual(Object.keys(toRequest({ ...EMPTY, range: 'exact', from: '2020-01-01T00:00', to: '' }, NOW).wrong), ['from']);
});

test('reads and writes times', () => {
  assert.equal(parseDuration('90'), 90);
  assert.equal(parseDuration(' 1:02:03 '), 3723);
  assert.equal(parseDuration('1:'), null);
  assert.equal(fromLocalInput(''), null);
  assert.equal(fromLocalInput(toLocalInput(NOW)), NOW);
  assert.equal(formatInstant(NOW).length, 19);
  assert.equal(formatSpan([10_000, 42_500]), '0:10–0:42');
  assert.equal(sayDuration(59_000), '59 s');
  assert.equal(sayDuration(60_000), '1 min');
  assert.equal(sayDuration(7_380_000), '2 h 3 min');
});

test('merges what was played', () => {
  assert.deepEqual(merged([[5, 9], [0, 3], [3, 4], [8, 12], [20, 20]]), [[0, 4], [5, 12]]);
  assert.deepEqual(merged([[0, 3], [4, 6]], 1), [[0, 6]]);
  assert.equal(total([[0, 10], [5, 20]]), 20);
  const played = { length: 2, start: i => [0, 60.0004][i], end: i => [12.4, 130][i] };
  assert.deepEqual(ofMedia(played, 118_000), [[0, 12_400], [60_000, 118_000]]);
  assert.equal(same([[0, 1]], [[0, 1]]), true);
  assert.equal(same([[0, 1]], [[0, 2]]), false);
});

const ANSWER = {
  contactId: 'c1', initialContactId: 'c1', method: 'inbound', initiatedMs: 1_000, queuedMs: 2_000, connectedMs: 11_000, endedMs: 101_000, durationMs: 100_000,
  handleMs: 100_000, afterWorkMs: 10_000, queue: 'Sales', expired: ['inbound-number', 'attributes'], version: 2, dialled: [], attributes: {}, references: [], legs: [],
  recordings: [{ recordingId: 'r1', state: 'delivered', startedMs: 11_000, endedMs: 61_000 }, { recordingId: 'r2', state: 'open', startedMs: 61_000 }],
  timeline: [{ atMs: 1_000, what: 'initiated' }, { atMs: 51_000, what: 'passed-on', contactId: 'c2' }], linked: [],
};
const answering = json => ({ get: async () => json });

test('draws the course of a contact in its whole length', async () => {
  const contact = await showContact(answering(ANSWER), 'c1');
  const { fromMs, toMs, lanes, points } = layout(contact, 999_999);
  assert.deepEqual([fromMs, toMs], [1_000, 111_000]);
  assert.deepEqual(lanes.map(({ kind, bars }) => [kind, bars.map(bar => [bar.fromMs, bar.toMs])]), [
    ['waiting', [[2_000, 11_000]]], ['talking', [[11_000, 101_000]]], ['recorded', [[11_000, 101_000]]], ['work', [[101_000, 111_000]]],
  ]);
  assert.ok(Math.abs(lanes[1].bars[0].left - 10 / 110) < 1e-9);
  assert.deepEqual(points.map(({ contact: id }) => id), ['c2']);
});

test('a contact that goes on reaches to now, and one that nobody took has only waited', async () => {
  const { endedMs: _, durationMs: __, ...live } = ANSWER;
  assert.equal(layout(await showContact(answering(live), 'c1'), 500_000).lanes.find(({ kind }) => kind === 'talking').bars[0].toMs, 500_000);
  const { connectedMs: ___, ...lost } = ANSWER;
  const { lanes } = layout(await showContact(answering({ ...lost, recordings: [] }), 'c1'), 0);
  assert.deepEqual(lanes.map(({ kind }) => kind), ['waiting']);
});

test('tells an expired customer from an unknown one', async () => {
  assert.equal(customer(await showContact(answering(ANSWER), 'c1')).tone, 'expired');
  assert.equal(customer(await showContact(answering({ ...ANSWER, expired: ['system-number'] }), 'c1')).tone, 'none');
  assert.deepEqual(customer(await showContact(answering({ ...ANSWER, number: '+442079460123' }), 'c1')), { text: '+44 207 946 0123', tone: 'number' });
  assert.equal(qualityOf(4.03).tone, 'good');
  assert.equal(qualityOf(4.02).tone, 'fair');
  assert.equal(qualityOf(3.59).tone, 'bad');
});

const event = (eventName, more = {}) => ({
  eventID: 'e', eventName, eventTime: '2026-11-28T09:00:00.125Z', userIdentity: { type: 'Agent', principalId: 'ann' }, sequence: 1,
  resources: [{ type: 'recording', id: '7e1c' }, { type: 'contact', id: 'c1' }], ...more,
});
const read = async (...list) => (await listEvents(answering({ events: list }), {}, null)).events;

test('says what was done, by whom, and what was refused', async () => {
  const [heard, refused, stranger, unknown, sent] = await read(
    event('ReportListening', { requestParameters: { milliseconds: [{ from: 10_000, to: 42_000 }, [60_000, 61_000]] } }),
    event('DownloadRecording', { errorCode: 'AccessDenied' }),
    event('SignIn', { userIdentity: { type: 'Unknown', claimedId: 'bob' }, errorCode: 'InvalidCredentials' }),
    event('SetState', { resources: [{ type: 'agent', id: 'bob' }] }),
    event('ListenToRecording', { requestParameters: { seconds: [{ from: 0, to: 30 }] } }));
  assert.equal(sentence(heard), 'ann listened to 0:10–0:42, 1:00–1:01 of recording 7e1c');
  assert.equal(sentence(refused), 'Not done (refused): ann downloaded recording 7e1c');
  assert.equal(actor(stranger), 'Somebody calling themselves bob');
  assert.equal(sentence(unknown), 'ann set state: agent bob');
  assert.equal(sentence(sent), 'ann was sent 0:00–0:30 of recording 7e1c');
  for (const name of NAMES) assert.doesNotThrow(() => sentence({ ...heard, name, asked: {} }), name);
});

test('adds up who listened to what, apart from what was sent', async () => {
  const people = listeners(await read(
    event('ReportListening', { requestParameters: { milliseconds: [{ from: 0, to: 5_000 }] } }),
    event('ReportListening', { requestParameters: { milliseconds: [{ from: 5_000, to: 9_000 }] } }),
    event('ListenToRecording', { requestParameters: { seconds: [{ from: 0, to: 30 }] } }),
    event('ListenToRecording', { requestParameters: { seconds: [{ from: 0, to: 30 }] }, errorCode: 'AccessDenied', userIdentity: { type: 'Agent', principalId: 'eve' } })));
  assert.deepEqual(people.map(({ user, heard, sent }) => [user, heard, sent]), [['ann', [[0, 9_000]], [[0, 30_000]]]]);
});

test('asks the trail by what the gateway finds, and keeps the rest for the page', () => {
  const form = { user: 'ann', recording: '', contact: '', name: 'SignIn', from: '2026-11-28T10:00', to: '' };
  const { query, name, wrong } = toTrailRequest(form);
  assert.deepEqual(Object.keys(query), ['user', 'from']);
  assert.equal(name, 'SignIn');
  assert.deepEqual(wrong, {});
  assert.deepEqual(Object.keys(toTrailRequest({ ...form, to: '2026-11-28T09:00' }).wrong), ['to']);
});

test('every failure has a next step', () => {
  const words = kind => failureWords('play it', new ApiFailure({ kind, status: 403 })).text;
  assert.match(words('key-denied'), /owns the key/);
  assert.match(words('recording-gone'), /deleted/);
  assert.match(words('unreachable'), /network/);
  assert.match(failureWords('search', new ApiFailure({ kind: 'forbidden', status: 403, detail: 'your security profile lacks AuditTrail.View' })).text, /^Your security profile lacks AuditTrail.View\./);
  assert.match(failureWords('search', new ApiFailure({ kind: 'too-many', status: 429, retryAfterSeconds: 7 })).text, /7 s/);
  assert.match(failureWords('search', new ApiFailure({ kind: 'http-500', status: 500 })).text, /whoever runs/);
});

test('writes the network as text and as CSV, which no spreadsheet takes for formulas', () => {
  const rows = [{ purpose: 'Agents, all', from: '=1+1', to: '192.0.2.1', protocol: 'TCP', ports: '8443', note: 'a "note"' }];
  assert.equal(asCsv(rows), 'For,From,To,Protocol,Ports,Note\r\n"Agents, all",\'=1+1,192.0.2.1,TCP,8443,"a ""note"""\r\n');
  assert.equal(asText(rows).split('\n')[1].startsWith('Agents, all  =1+1'), true);
});

test('makes first passwords that are long enough and easy to read', () => {
  assert.equal(freshPassword(new Uint8Array(20)), 'aaaaa-aaaaa-aaaaa-aaaaa');
  assert.match(freshPassword(Uint8Array.from({ length: 20 }, (_, i) => i * 13)), /^[a-km-np-z2-9]{5}(-[a-km-np-z2-9]{5}){3}$/);
});

/** Read by another implementation (OpenCV's detector), which says "hello". */
const HELLO = [
  '#######..#.##.#######',
  '#.....#..###..#.....#',
  '#.###.#.##.##.#.###.#',
  '#.###.#..#.#..#.###.#',
  '#.###.#...#.#.#.###.#',
  '#.....#.....#.#.....#',
  '#######.#.#.#.#######',
  '........##.##........',
  '###.########.##...#..',
  '.#####.###....#....##',
  '.######.#...#...#####',
  '..##..........#....#.',
  '....#.##.##.#.#.#....',
  '........##.#.#.#..###',
  '#######.####.###..###',
  '#.....#.######.##....',
  '#.###.#.####.###...##',
  '#.###.#...#...##..##.',
  '#.###.#.###.#...#.#.#',
  '#.....#.##....#.#..#.',
  '#######.#.#.#.##...##',
];

test('draws QR codes', () => {
  assert.deepEqual(modules('hello').map(row => row.map(dark => (dark ? '#' : '.')).join('')), HELLO);
  assert.equal(modules('x'.repeat(230)).length, 53);
  assert.throws(() => modules('x'.repeat(231)), RangeError);
});
