// Times as people read and type them: in their own time zone. Pure, but for the zone, which is the browser's.

import { formatDuration } from '../format.js';

const two = n => String(n).padStart(2, '0');

/** "2026-11-28 14:03:07", which sorts as it reads. */
export function formatInstant(ms) {
  const at = new Date(ms);
  return `${formatDay(ms)} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

export function formatDay(ms) {
  const at = new Date(ms);
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** "14:03:07" */
export function formatTime(ms) {
  return formatInstant(ms).slice(11);
}

/** What an input of the type datetime-local shows for it. */
export function toLocalInput(ms) {
  return formatInstant(ms).slice(0, 16).replace(' ', 'T');
}

/** ms since 1970 of what such an input holds; null when that is no time. */
export function fromLocalInput(text) {
  const ms = /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(ms) ? null : ms;
}

/** Seconds of "90", "1:30" or "1:02:03"; null for anything else. */
export function parseDuration(text) {
  const match = /^(?:(?:(\d{1,3}):)?(\d{1,3}):)?(\d{1,6})$/.exec(text.trim());
  if (!match) return null;
  const [, hours = '0', minutes = '0', seconds] = match;
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}

/** "0:10–0:42" */
export function formatSpan([fromMs, toMs]) {
  return `${formatDuration(fromMs)}–${formatDuration(toMs)}`;
}

/** "12 s", "1 min 5 s", "2 h 3 min": for a sentence. */
export function sayDuration(ms) {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
