// What a supervisor does: looks at all live calls, listens to one, speaks to its agent, joins it.

import { subject } from './roster.js';
import { CLOSED, TIMEOUT } from './link.js';
import { problem } from './words.js';

const WHAT = { monitor: 'listen in', whisper: 'whisper', barge: 'join the call' };

export function supervisorActions(desk) {
  return {
    /** Begins or ends to look at the live calls. */
    async watch(on) {
      if (!desk.gateway || (on === false && desk.state.live.status !== 'watching')) return;
      desk.dispatch({ type: 'watching', on });
      try {
        await desk.gateway.watch(on);
      } catch (error) {
        const { title, text } = problem('show the live contacts', error);
        const passing = error.code === TIMEOUT || error.code === CLOSED;
        const sentence = passing ? `${title} ${text}` : `${text} Ask whoever manages your security profile.`;
        if (on && desk.state.agent) desk.dispatch({ type: 'watchRefused', sentence });
      }
    },

    /** Takes part in the contact of an agent, or does it in another way. how: monitor, whisper or barge. */
    async supervise(contactId, how) {
      const inHand = desk.state.call;
      if (!inHand && !await desk.audio.check()) return;
      await desk.attempt(WHAT[how], () => desk.gateway.contact('supervise', contactId, { how }));
    },

    /** Another way of taking part in the call in hand. */
    changeTo(how) {
      const about = subject(desk.state.call);
      return about && this.supervise(about.contactId, how);
    },
  };
}
