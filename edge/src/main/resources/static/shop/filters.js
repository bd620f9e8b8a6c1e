// The filters beside the results. Each choice shows how many pairs it would find.
import { html, useEffect, useRef, useState } from '/_static/htm/3.1.1/preact/standalone.module.js';
import { CONDITIONS } from '/shop/parts.js';

const FEW = 6;
const WIDE = matchMedia('(min-width: 60rem)');
const byNumber = new Intl.Collator('en', { numeric: true });

function useWide() {
  const [wide, setWide] = useState(WIDE.matches);
  useEffect(() => {
    const changed = () => setWide(WIDE.matches);
    WIDE.addEventListener('change', changed);
    return () => WIDE.removeEventListener('change', changed);
  }, []);
  return wide;
}

export function Filters({ facets, filters, change, clear, problem }) {
  const wide = useWide();
  const active = Object.entries(filters).filter(([name]) => name !== 'q');
  const { brands = [], sizes = [], conditions = [], price } = facets.data ?? {};
  return html`<details class="filters" open=${wide}>
    <summary>Filters${active.length > 0 && ` (${active.length})`}</summary>
    ${active.length > 0 && html`<p class="chosen">
      ${active.map(([name, value]) => html`<button type="button" class="chip" key=${name}
        onClick=${() => change({ [name]: null })}>${wordsOf(name, value)}<span aria-hidden="true"> ×</span>
        <span class="sr"> remove this filter</span></button>`)}
      <button type="button" class="link" onClick=${clear}>Clear all</button></p>`}
    ${facets.problem?.isTemporary && html`<p class="quiet">The counts are not available now.</p>`}
    <${Choices} name="brand" title="Brand" counts=${brands} chosen=${filters.brand} change=${change} />
    <${Choices} name="size" title="Size" counts=${[...sizes].sort((a, b) => byNumber.compare(a.value, b.value))}
      chosen=${filters.size} change=${change} chips />
    <${Choices} name="condition" title="Condition" counts=${conditions} chosen=${filters.condition} change=${change}
      words=${CONDITIONS} />
    <${Prices} filters=${filters} range=${price} change=${change} problem=${problem} />
  </details>`;
}

function wordsOf(name, value) {
  if (name === 'min_price') return `from $${value}`;
  if (name === 'max_price') return `up to $${value}`;
  return name === 'condition' ? CONDITIONS[value] ?? value : value;
}

const same = (value, chosen) => Boolean(chosen) && value.toLowerCase() === chosen.toLowerCase();

function Choices({ name, title, counts, chosen, change, words = {}, chips = false }) {
  const [all, setAll] = useState(false);
  const known = counts.some(({ value }) => same(value, chosen));
  const choices = !chosen || known ? counts : [{ value: chosen, count: 0 }, ...counts];
  if (choices.length === 0) return null;
  const shown = all || chips ? choices : choices.slice(0, FEW);
  return html`<fieldset><legend>${title}</legend>
    <ul class=${chips ? 'chips' : 'choices'}>${shown.map(({ value, count }) => html`<li key=${value}>
      <button type="button" aria-pressed=${same(value, chosen)} data-filter=${name}
        onClick=${() => change({ [name]: same(value, chosen) ? null : value })}>
        <span>${words[value] ?? value}</span> <span class="count">${count}</span></button></li>`)}</ul>
    ${shown.length < choices.length && html`<button type="button" class="link" onClick=${() => setAll(true)}>
      Show all ${choices.length}</button>`}
  </fieldset>`;
}

/** The text belongs to the browser until it is sent. With "value", each new result would replace a half-typed text. */
function PriceInput({ name, label, value = '', placeholder, wrong, change }) {
  const input = useRef(null);
  useEffect(() => { input.current.value = value; }, [value]);
  return html`<label>${label} <input ref=${input} name=${name} inputmode="decimal" autocomplete="off"
    placeholder=${placeholder} aria-invalid=${wrong}
    onChange=${event => change({ [name]: event.target.value.trim() })} /></label>`;
}

function Prices({ filters, range, change, problem }) {
  const input = (name, label, placeholder) => html`<${PriceInput} name=${name} label=${label} value=${filters[name]}
    placeholder=${placeholder && Math.round(placeholder)} wrong=${Boolean(problem?.of(name))} change=${change} />`;
  const wrong = problem?.of('min_price') ?? problem?.of('max_price');
  return html`<fieldset class="prices"><legend>Price in USD</legend>
    ${input('min_price', 'from', range?.min)} ${input('max_price', 'to', range?.max)}
    ${wrong && html`<p class="wrong" role="alert">The price ${wrong}.</p>`}
  </fieldset>`;
}
