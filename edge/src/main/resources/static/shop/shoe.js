// One drawing for all sneakers. Its shape and its colors come from the words of the title, else from a hash of it.
import { html } from '/_static/htm/3.1.1/preact/standalone.module.js';

/** Hue, saturation and lightness of words in the names of models. */
const COLORS = {
  black: [230, 8, 22], white: [40, 12, 93], cream: [42, 45, 86], butter: [46, 60, 80], red: [358, 66, 50],
  chicago: [358, 66, 50], rose: [345, 42, 76], pink: [340, 62, 76], orange: [20, 82, 56], desert: [28, 40, 68],
  tan: [30, 38, 60], oxford: [30, 38, 60], sesame: [34, 26, 62], copper: [22, 48, 46], volt: [70, 78, 58],
  green: [150, 42, 38], menta: [158, 44, 70], blue: [212, 58, 52], yellow: [48, 82, 68], silver: [220, 10, 76],
  wolf: [215, 8, 62], static: [200, 8, 78], moonrock: [60, 8, 56], turtledove: [50, 12, 72], beluga: [215, 10, 46],
  zebra: [40, 12, 93], pirate: [230, 8, 22], grim: [230, 8, 22], hallows: [44, 50, 78],
};

function hash(text) {
  let value = 7;
  for (const letter of text) value = (value * 31 + letter.codePointAt(0)) >>> 0;
  return value;
}

const css = ([hue, saturation, lightness], shift = 0) =>
  `hsl(${hue} ${saturation}% ${Math.max(12, Math.min(96, lightness + shift))}%)`;

function paint({ brand, title }) {
  const named = title.toLowerCase().replace('off white', '').split(/[^a-z]+/).map(word => COLORS[word]).filter(Boolean);
  const base = named[0] ?? [hash(brand + title) % 360, 36, 58];
  const accent = named[1] ?? [(base[0] + 24) % 360, base[1], base[2] > 55 ? base[2] - 22 : base[2] + 26];
  const laces = base[2] > 78 ? '#00000038' : '#ffffffe0';
  return { base: css(base), shade: css(base, base[2] > 40 ? -9 : 9), accent: css(accent), laces };
}

const HIGH = /\b(high|mid)\b/i;
const TOE = 'L150 74C160 84 178 88 196 92C214 96 226 104 226 116L24 116';
const LOW_UPPER = `M24 116C20 94 24 68 30 48C32 41 40 39 46 43C56 51 70 54 84 48L104 35C108 32 114 33 117 38${TOE}Z`;
const HIGH_UPPER = `M24 116C20 86 30 50 33 20C34 13 41 10 48 12C62 16 76 16 90 9C96 6 101 10 103 16L117 42${TOE}Z`;
const LOW_COLLAR = 'M46 43C56 51 70 54 84 48L104 35L99 46C86 60 62 62 46 43Z';
const HIGH_COLLAR = 'M48 12C62 16 76 16 90 9L92 15C78 24 60 25 47 20Z';
const HEEL = 'M24 116C21 98 23 82 27 62C38 66 48 70 54 76C54 92 57 104 62 116Z';
const TOE_CAP = 'M178 116C175 103 179 94 190 91C208 95 226 102 226 116Z';
const PANEL = 'M62 116C62 100 74 86 98 82C120 80 138 92 150 106L157 116Z';
const LACES = 'M101 53L115 44M110 64L124 54M121 74L134 64M132 82L144 73';

/** Only a picture: the text beside it names the pair. */
export function Shoe({ of }) {
  const high = HIGH.test(of.title);
  const { base, shade, accent, laces } = paint(of);
  return html`<svg class="shoe" viewBox="0 0 250 146" aria-hidden="true" focusable="false">
    <ellipse class="shadow" cx="126" cy="136" rx="108" ry="5" />
    <path d=${high ? HIGH_UPPER : LOW_UPPER} fill=${base} />
    <path d=${HEEL} fill=${shade} /><path d=${TOE_CAP} fill=${shade} />
    <path d=${high ? HIGH_COLLAR : LOW_COLLAR} fill=${accent} />
    <path d=${PANEL} fill=${accent} />
    <path class="laces" d=${LACES} color=${laces} />
    <path class="sole" d="M20 114C60 118 180 118 230 114C234 122 232 132 224 133L34 133C22 133 18 124 20 114Z" />
    <path class="outsole" d="M23 129C90 131 170 131 230 129C229 132 227 134 223 134L36 134C29 134 25 132 23 129Z" />
  </svg>`;
}
