// Whether the call in hand is recorded, and the button that pauses it.

import { PAUSED_NOTE, recordingWord } from '../callwords.js';
import { canPauseRecording, recording } from '../roster.js';
import { $, attribute, show, text } from './dom.js';

export function mountRecording(actions) {
  $('pause-recording').addEventListener('click', actions.pauseRecording);

  return ({ call }) => {
    if (!call) return;
    const state = recording(call);
    const paused = state === 'paused';
    attribute($('recording'), 'data-recording', state);
    text($('recording-text'), recordingWord(state));

    show($('taping'), canPauseRecording(call));
    attribute($('pause-recording'), 'aria-pressed', paused);
    text($('pause-recording'), paused ? 'Resume recording' : 'Pause recording');
    $('pause-recording').disabled = call.phase === 'ending';
    show($('pause-recording-note'), paused);
    // It describes the button, seen or not.
    text($('pause-recording-note'), paused ? PAUSED_NOTE : '');
  };
}
