// Put into a page beside ears.js, for browsers whose AudioContext wants a sound card: listens by recording.

/** Records the far end for a second. Answers the amplitude of each tone (Hz) in its last half, 0 to 1. */
window.__levels = async tones => {
  const receiver = window.__connections.at(-1).getReceivers()[0];
  const recorder = new MediaRecorder(new MediaStream([receiver.track]));
  const parts = [];
  recorder.ondataavailable = event => parts.push(event.data);
  const stopped = new Promise(done => { recorder.onstop = done; });
  recorder.start();
  setTimeout(() => recorder.stop(), 1_000);
  await stopped;
  const rate = 48_000;
  const decoder = new OfflineAudioContext(1, rate, rate);
  const all = (await decoder.decodeAudioData(await new Blob(parts).arrayBuffer())).getChannelData(0);
  const heard = all.subarray(Math.max(0, all.length - rate / 2));
  return tones.map(hz => {
    let [x, y] = [0, 0];
    heard.forEach((sample, i) => {
      x += sample * Math.cos(2 * Math.PI * hz * i / rate);
      y += sample * Math.sin(2 * Math.PI * hz * i / rate);
    });
    return 2 * Math.hypot(x, y) / heard.length;
  });
};
