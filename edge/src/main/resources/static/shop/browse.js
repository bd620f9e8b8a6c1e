// The pairs for sale, with filters in the address.
import { html } from '/_static/htm/3.1.1/preact/standalone.module.js';
import { get } from '/shop/api.js';
import { Filters } from '/shop/filters.js';
import { CONDITIONS, Empty, Loading, money, plural, Refusal, Trouble } from '/shop/parts.js';
import { useList, useRead } from '/shop/reads.js';
import { go } from '/shop/router.js';
import { Shoe } from '/shop/shoe.js';

const FILTERS = ['q', 'brand', 'size', 'condition', 'min_price', 'max_price'];
const SORTS = { newest: 'Newest', price_asc: 'Lowest price', price_desc: 'Highest price', oldest: 'Oldest' };
const MATCH = { relevance: 'Best match' };

export function Card({ listing, children }) {
  return html`<a class="card" href=${'/listings/' + listing.id} data-listing=${listing.id}>
    <${CardFace} listing=${listing}>${children}</${CardFace}></a>`;
}

export function CardFace({ listing, children }) {
  return html`<span class="picture"><${Shoe} of=${listing} /></span>
    <span class="brand">${listing.brand}</span>
    <span class="title">${listing.title}</span>
    <span class="facts">${listing.size}<span class="dot"> · </span>${CONDITIONS[listing.condition]}</span>
    <span class="line"><span class="price">${money(listing.price)}</span>${children}</span>`;
}

const Frame = () => html`<ul class="grid" aria-hidden="true">
  ${Array.from({ length: 8 }, () => html`<li class="card frame"><span class="picture"></span></li>`)}</ul>`;

export function Browse({ route }) {
  const filters = Object.fromEntries(FILTERS.map(name => [name, route.query.get(name)]).filter(([, value]) => value));
  const asked = route.query.get('sort');
  const sort = asked && (filters.q || asked !== 'relevance') ? asked : filters.q ? 'relevance' : 'newest';
  const change = changes => {
    const next = new URLSearchParams(route.query);
    Object.entries(changes).forEach(([name, value]) => (value ? next.set(name, value) : next.delete(name)));
    go('/' + (next.size ? '?' + next : ''));
  };
  // Prices of different currencies cannot be compared, so these searches find one currency only.
  const comparesPrices = filters.min_price || filters.max_price || sort.startsWith('price');
  const search = new URLSearchParams(comparesPrices ? { ...filters, currency: 'USD' } : filters);
  const facetsPath = '/api/listings/facets?' + search;
  const facets = useRead(facetsPath, () => get(facetsPath));
  const list = useList('/api/listings?' + new URLSearchParams([...search, ['sort', sort], ['limit', '24']]));
  const total = facets.problem ? undefined : facets.data?.total;
  const clear = () => go('/');
  return html`<div class="browse">
    <div class="heading">
      <h1 tabindex="-1">${total === undefined ? 'Sneakers' : plural(total, 'pair', 'pairs')}
        ${filters.q && html` <span class="quiet">for “${filters.q}”</span>`}</h1>
      <label class="sort">Sort by <select value=${sort} onChange=${event => change({ sort: event.target.value })}>
        ${Object.entries(filters.q ? { ...MATCH, ...SORTS } : SORTS).map(([value, text]) =>
          html`<option value=${value} selected=${value === sort}>${text}</option>`)}
      </select></label>
    </div>
    <${Filters} facets=${facets} filters=${filters} change=${change} clear=${clear} problem=${list.problem} />
    <section class="results" aria-label="Results" aria-busy=${list.isOld && !list.problem}
        data-old=${list.isOld && Boolean(list.items)}>
      ${list.problem && html`<${Trouble} read=${list} />`}
      ${!list.items && !list.problem && html`<${Loading} from="listing-service"><${Frame} /></${Loading}>`}
      ${list.items?.length === 0 && !list.isOld && html`<${Nothing} filters=${filters} clear=${clear} />`}
      ${list.items?.length > 0 && html`<ul class="grid">
        ${list.items.map(listing => html`<li key=${listing.id}><${Card} listing=${listing} /></li>`)}</ul>`}
      ${list.readMore && html`<p class="more"><button type="button" class="plain" disabled=${list.busy}
        onClick=${list.readMore}>Show more pairs</button></p>`}
      <${Refusal} problem=${list.moreProblem} />
    </section>
  </div>`;
}

function Nothing({ filters, clear }) {
  return Object.keys(filters).length > 0
    ? html`<${Empty} title="No pair matches">Try fewer filters, or a shorter word.
        <button type="button" class="plain" onClick=${clear}>Clear all filters</button></${Empty}>`
    : html`<${Empty} title="Nothing is for sale yet">The first pair will be here.
        <a class="button" href="/sell">Sell a pair</a></${Empty}>`;
}
