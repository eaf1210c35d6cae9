// What the agent chose, kept in this browser: devices, ringing, notification, appearance.

const KEY = 'crosspoint.settings';
const DEFAULTS = { microphoneId: '', speakerId: '', ringVolume: 60, notify: false, cleanVoice: true, theme: 'system' };

export function loadSettings() {
  try {
    return { ...DEFAULTS, ...JSON.parse(localStorage.getItem(KEY)) };
  } catch {
    return { ...DEFAULTS };
  }
}

export function saveSettings(settings) {
  try {
    localStorage.setItem(KEY, JSON.stringify(settings));
  } catch {
    // A browser that keeps nothing: the choice holds until the page is closed.
  }
}
