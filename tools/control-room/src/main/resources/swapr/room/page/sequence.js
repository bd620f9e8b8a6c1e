// A journey as a sequence diagram: a column for each participant, an arrow for each message and each effect.
import { html } from '/room/preact.js';
import { arrowsOf, participantsOf } from '/room/steps.js';

const ROW = 44; // the texts of two rows must not overlap in presenter mode
const TOP = 64;
const WIDTH = 1200;
const LETTER = 10; // the width of a letter in presenter mode, at most
const LONGEST = 44;

/** The begin of a long text, and all of it in its title. */
const short = text => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text);

export function Sequence({ journey }) {
  const arrows = arrowsOf(journey);
  const names = participantsOf(arrows);
  const xOf = name => 90 + names.indexOf(name) * ((WIDTH - 220) / Math.max(1, names.length - 1));
  const height = TOP + arrows.length * ROW;
  return html`<svg class="drawing" viewBox="0 0 ${WIDTH} ${height}" role="img"
      aria-label="The messages of this journey as a sequence diagram. The table below has the same messages.">
    ${names.map(name => html`<g key=${name}><text class="title middle" x=${xOf(name)} y="20">${name}</text>
      <line class="axis" x1=${xOf(name)} y1="30" x2=${xOf(name)} y2=${height - 6} /></g>`)}
    ${arrows.map((arrow, n) => html`<${Arrow} key=${n} arrow=${arrow} y=${TOP + n * ROW} xOf=${xOf} />`)}
  </svg>`;
}

function Arrow({ arrow, y, xOf }) {
  const from = xOf(arrow.from);
  const others = arrow.to.filter(reader => reader.name !== arrow.from);
  const own = arrow.to.find(reader => reader.name === arrow.from);
  const ends = others.map(reader => xOf(reader.name));
  const [left, right] = [Math.min(from, ...ends), Math.max(from, ...ends)];
  const text = short(arrow.text);
  const half = text.length * LETTER / 2;
  const middle = ends.length > 0 ? (left + right) / 2 : from + 44 + half;
  const label = Math.max(half, Math.min(WIDTH - half, middle)); // all of it is in the drawing
  return html`<g class="arrow" data-event=${arrow.id} data-kind=${arrow.dashed ? 'command' : 'event'}>
    ${ends.length > 0 && html`<line class="wire" x1=${left} y1=${y} x2=${right} y2=${y} />`}
    ${own && html`<path class="wire" d="M ${from} ${y} h 34 v 12 h -26" />
      <${Head} x=${from} y=${y + 12} way=${-1} open=${own.open} />`}
    ${others.map(reader => html`<${Head} key=${reader.name} x=${xOf(reader.name)} y=${y}
      way=${xOf(reader.name) > from ? 1 : -1} open=${reader.open} />`)}
    <circle class="from" cx=${from} cy=${y} r="3" />
    <text class="middle" x=${label} y=${y - 8}>${text}
      ${text !== arrow.text && html`<title>${arrow.text}</title>`}</text>
  </g>`;
}

/** The head of an arrow. It is empty if the reader has not reacted yet. */
const Head = ({ x, y, way, open }) => html`<path class="head" data-open=${Boolean(open)}
  d="M ${x} ${y} l ${-9 * way} -5 v 10 z" />`;
