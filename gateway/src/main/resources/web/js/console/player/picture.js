// The wave form of two channels on a canvas: the customer above, the agent below, marks behind and between them.

import { columns, gain } from './peaks.js';

const MARK_PX = 3;

export class Picture {
  #canvas; #inks; #wave = null; #peaks = null; #at = 0;

  /** inks: elements whose text colours are those of customer, agent, hold, pause, gap and position. */
  constructor(canvas, inks) {
    this.#canvas = canvas;
    this.#inks = inks;
    this.observer = new ResizeObserver(() => {
      this.#peaks = null;
      this.draw();
    });
    this.observer.observe(canvas);
    // Colours follow the scheme.
    this.scheme = matchMedia('(prefers-color-scheme: dark)');
    this.scheme.addEventListener('change', this.draw);
  }

  set wave(wave) {
    this.#wave = wave;
    this.#peaks = null;
    this.draw();
  }

  /** part: 0 to 1 */
  set position(part) {
    this.#at = part;
    this.draw();
  }

  draw = () => {
    const canvas = this.#canvas;
    const ratio = devicePixelRatio || 1;
    const [width, height] = [Math.round(canvas.clientWidth * ratio), Math.round(canvas.clientHeight * ratio)];
    if (width === 0 || height === 0) return;
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    const context = canvas.getContext('2d');
    context.clearRect(0, 0, width, height);
    const ink = Object.fromEntries(Object.entries(this.#inks).map(([name, node]) => [name, getComputedStyle(node).color]));
    const half = height / 2;
    if (this.#wave) {
      this.#marks(context, width, height, ink);
      this.#peaks ??= this.#columns(Math.max(1, Math.floor(width / (2 * ratio))));
      this.#channel(context, this.#peaks.customer, width, half / 2, half / 2 - 4 * ratio, ink.customer);
      this.#channel(context, this.#peaks.agent, width, half + half / 2, half / 2 - 4 * ratio, ink.agent);
    }
    context.fillStyle = ink.position;
    context.globalAlpha = 1;
    context.fillRect(Math.min(width - 2 * ratio, this.#at * width), 0, 2 * ratio, height);
  };

  close() {
    this.observer.disconnect();
    this.scheme.removeEventListener('change', this.draw);
  }

  #columns(count) {
    const { customer, agent } = this.#wave;
    return { customer: columns(customer, count), agent: columns(agent, count), gain: gain(customer, agent) };
  }

  /** What was played is bolder than what is to come. */
  #channel(context, peaks, width, middle, reach, colour) {
    const step = width / peaks.length;
    context.fillStyle = colour;
    peaks.forEach(([least, greatest], i) => {
      const up = Math.min(1, Math.max(0, greatest * this.#peaks.gain)) * reach;
      const down = Math.min(1, Math.max(0, -least * this.#peaks.gain)) * reach;
      context.globalAlpha = i / peaks.length < this.#at ? 1 : 0.55;
      context.fillRect(i * step, middle - up, Math.max(1, step * 0.7), Math.max(1, up + down));
    });
    context.globalAlpha = 1;
  }

  #marks(context, width, height, ink) {
    const { marks, durationMs } = this.#wave;
    const ratio = devicePixelRatio || 1;
    const x = ms => Math.min(width, ms / Math.max(1, durationMs) * width);
    for (const { kind, fromMs, toMs, channel } of marks) {
      const [left, right] = [x(fromMs), x(toMs)];
      if (kind === 'talker') {
        context.globalAlpha = 0.9;
        context.fillStyle = channel === 'right' ? ink.agent : ink.customer;
        context.fillRect(left, channel === 'right' ? height - MARK_PX * ratio : 0, Math.max(1, right - left - ratio), MARK_PX * ratio);
      } else {
        context.globalAlpha = kind === 'gap' ? 0.9 : 0.18;
        context.fillStyle = ink[kind] ?? ink.gap;
        context.fillRect(left, 0, Math.max(kind === 'gap' ? 2 * ratio : 1, right - left), height);
      }
    }
    context.globalAlpha = 1;
  }
}
