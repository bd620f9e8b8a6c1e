// A journey on a line of time. A gap of more than a second is cut, so that the other times keep their room.
import { html } from '/room/preact.js';
import { duration, micros, nameOf, publisherOf, rowsOf } from '/room/steps.js';

const LONGEST = 1_000_000; // microseconds
export const ROW = 28;
export const TOP = 40;
export const LEFT = 320;
export const RIGHT = 900;

/** The place of each time, and the gaps that are cut. */
export function scaleOf(times) {
  const sorted = [...new Set(times)].sort((one, other) => one - other);
  const gaps = sorted.slice(1).map((time, n) => time - sorted[n]);
  const drawn = gaps.filter(gap => gap <= LONGEST).reduce((sum, gap) => sum + gap, 0);
  const cut = Math.max(drawn / 8, 1_000);
  const places = [0];
  gaps.forEach(gap => places.push(places.at(-1) + (gap > LONGEST ? cut : gap)));
  const x = place => LEFT + (places.at(-1) > 0 ? place / places.at(-1) : 0) * (RIGHT - LEFT);
  return {
    xOf: time => x(places[sorted.indexOf(time)]),
    length: sorted.at(-1) - sorted[0],
    cuts: gaps.flatMap((gap, n) => (gap > LONGEST ? [{ gap, from: x(places[n]), to: x(places[n + 1]) }] : [])),
  };
}

export function Timeline({ journey }) {
  const rows = rowsOf(journey).filter(({ message }) => message.body.timestamp);
  const times = rows.flatMap(({ message }) =>
    [message.body.timestamp, ...message.reactions.flatMap(one => one.at ?? [])]);
  if (rows.length === 0) return null;
  const scale = scaleOf(times.map(micros));
  const height = TOP + rows.length * ROW + 8;
  return html`<svg class="drawing" viewBox="0 0 1200 ${height}" role="img"
      aria-label="The messages of this journey on a line of time. The table below has the same times.">
    <text class="label" x=${LEFT} y="16">0 ms</text>
    <text class="label end" x=${RIGHT} y="16">${duration(scale.length)}</text>
    <line class="axis" x1=${LEFT} y1="24" x2=${RIGHT} y2="24" />
    ${scale.cuts.map(cut => html`<g key=${cut.from} class="cut">
      <rect x=${cut.from} y="19" width=${cut.to - cut.from} height=${height - 24} />
      <text class="label middle" x=${(cut.from + cut.to) / 2} y="16">${duration(cut.gap)} cut</text></g>`)}
    ${rows.map((row, n) => html`<${Row} key=${row.message.event_id} row=${row} y=${TOP + n * ROW} scale=${scale} />`)}
  </svg>`;
}

function Row({ row: { message, depth }, y, scale }) {
  const start = scale.xOf(micros(message.body.timestamp));
  const done = message.reactions.filter(one => one.at);
  const places = done.map(one => ({ ...one, x: scale.xOf(micros(one.at)) }));
  const indent = Math.min(depth, 9) * 12;
  const middle = y + 10;
  return html`<g data-event=${message.event_id} data-kind=${message.queue ? 'command' : 'event'}>
    <text x=${8 + indent} y=${y + 15}>${message.event_type} <tspan class="label">${publisherOf(message)}</tspan></text>
    <line class="wait" x1=${start} y1=${middle} x2=${Math.max(start, ...places.map(one => one.x))} y2=${middle} />
    ${places.map(one => html`<rect key=${one.consumer} class="reaction" data-outcome=${one.outcome}
      x=${one.x - 3} y=${middle - 7} width="6" height="14"><title>${nameOf(one)}: ${one.outcome} after
      ${' ' + duration(micros(one.at) - micros(message.body.timestamp))}</title></rect>`)}
    <path class="mark" d=${message.queue ? `M ${start - 6} ${middle - 6} h 12 v 12 h -12 z`
      : `M ${start - 6} ${middle} a 6 6 0 1 1 12 0 a 6 6 0 1 1 -12 0 z`} />
    <text class="label" x=${RIGHT + 16} y=${y + 15}>${message.reactions.map(one =>
      (one.outcome === 'applied' ? nameOf(one) : `${nameOf(one)}: ${one.outcome}`)).join(', ')}</text>
  </g>`;
}
