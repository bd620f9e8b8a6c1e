// One order: its events, and its state after each of them. purchase-service computes the states, not this page.
import { html, useState } from '/room/preact.js';
import { Body } from '/room/messages.js';
import { useKeys } from '/room/modes.js';
import { Link, pathOf, useAnswer } from '/room/pages.js';
import { clock } from '/room/tables.js';

const FINAL = ['CONFIRMED', 'CANCELLED'];
const FIELDS = ['status', 'reason', 'version', 'title', 'price', 'listing_id', 'placed_at'];
const text = value => (value?.amount ? `${value.amount} ${value.currency}` : value ?? '–');
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

export function Order({ id }) {
  const { data, error, status } = useAnswer(`/room/api/orders/${encodeURIComponent(id)}`,
    record => record.key === `order:${id}`, answer => !FINAL.includes(answer.data?.versions.at(-1).state.status));
  return html`<article class="order" data-order=${id}>
    <h2 tabindex="-1">Order <code>${id}</code></h2>
    ${error && html`<p class="trouble" role="alert" data-status=${status}>${error}</p>`}
    ${!data && !error && html`<p role="status">The room asks purchase-service.</p>`}
    ${data && html`<${Versions} id=${id} versions=${data.versions} />`}
  </article>`;
}

function Versions({ id, versions }) {
  const [chosen, choose] = useState(null); // null: the newest one, also when another event arrives
  const n = Math.min(chosen ?? versions.length, versions.length);
  const { event, state } = versions[n - 1];
  const go = by => choose(Math.max(1, Math.min(versions.length, n + by)));
  const scrolls = ({ target }) => target.scrollWidth > target.clientWidth; // then the arrows move the table
  useKeys({ arrowleft: event => scrolls(event) || go(-1), arrowright: event => scrolls(event) || go(1) });
  return html`<div class="slider"><label for="version">Version ${n} of ${versions.length}:
      <strong> ${event.event_type}</strong></label>
      <input id="version" type="range" min="1" max=${versions.length} value=${n}
        onInput=${change => choose(Number(change.target.value))} /></div>
    <div class="tables" tabindex="0" role="region" aria-label="State and events">
      <${State} before=${versions[n - 2]?.state ?? {}} state=${state} />
      <section tabindex="0" aria-label="Events"><table class="events"><caption>Events</caption>
        <thead><tr><th scope="col" data-term="aggregate-version">version</th><th scope="col">appended</th>
          <th scope="col">event</th>
          <th scope="col">status after it</th><th scope="col">journey</th><th scope="col">envelope</th></tr></thead>
        <tbody>${versions.map((one, row) => html`<tr key=${one.event.event_id} data-event=${one.event.event_id}
            aria-current=${row + 1 === n}><td>${one.event.aggregate_version}</td>
          <td class="number">${clock(one.event.timestamp)}</td><th scope="row">${one.event.event_type}</th>
          <td>${one.state.status}</td>
          <td><${Link} to=${pathOf('journeys', one.event.correlation_id)}
            aria-label=${`open the journey of ${one.event.event_type}`}>open<//></td>
          <td><${Body} body=${one.event} /></td></tr>`)}</tbody></table></section>
    </div>
    <p class="quiet">The buyer reads the same state with <code>GET /api/orders/${id}?version=${n}</code>. The state is a
      fold over the first ${n === 1 ? 'event' : `${n} events`}; nothing else is stored.</p>`;
}

function State({ before, state }) {
  return html`<table class="fold" data-version=${state.version} data-status=${state.status}>
    <caption><span data-term="event-sourcing">State after this event</span></caption>
    <thead><tr><th scope="col">field</th><th scope="col">value</th><th scope="col">before</th></tr></thead>
    <tbody>${FIELDS.map(field => html`<tr key=${field} data-changed=${!same(before[field], state[field])}>
      <th scope="row">${field}</th><td>${text(state[field])}</td>
      <td class="quiet">${same(before[field], state[field]) ? 'the same' : text(before[field])}</td></tr>`)}
    </tbody></table>`;
}
