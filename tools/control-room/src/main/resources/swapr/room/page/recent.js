// The newest journeys among the records that the room has read. Two of them can be compared.
import { html, useState } from '/room/preact.js';
import { Aggregate } from '/room/messages.js';
import { go, Link, pathOf, useAnswer } from '/room/pages.js';
import { clock } from '/room/tables.js';

export function RecentJourneys() {
  const { data, error, status } = useAnswer('/room/api/journeys', () => true, () => true);
  const [chosen, choose] = useState([]);
  const toggle = id => choose(chosen.includes(id) ? chosen.filter(one => one !== id) : [...chosen, id].slice(-2));
  const journeys = data?.journeys ?? [];
  return html`<article class="journeys"><h2 tabindex="-1">Journeys</h2>
    ${error && html`<p class="trouble" role="alert" data-status=${status}>${error}</p>`}
    <div class="actions"><button type="button" disabled=${chosen.length < 2}
        onClick=${() => go(pathOf('compare', chosen.join('~')))}>Compare the two</button>
      <span class="quiet">Choose two journeys.</span></div>
    <section tabindex="0" aria-label="Newest journeys"><table><caption>The newest journeys, at most
        ${' ' + (data?.most ?? 50)}</caption>
      <thead><tr><th scope="col">compare</th><th scope="col">begin</th><th scope="col">first message</th>
        <th scope="col">aggregate</th><th scope="col">last message</th><th scope="col">records</th>
        <th scope="col" data-term="correlation-id">journey</th></tr></thead>
      <tbody>${journeys.map(one => html`<tr key=${one.correlation_id} data-journey=${one.correlation_id}>
        <td><input type="checkbox" checked=${chosen.includes(one.correlation_id)}
          aria-label=${`Compare ${one.first_type} ${one.correlation_id}`} onChange=${() => toggle(one.correlation_id)}
          /></td><td class="number">${clock(one.first_stored_at)}</td><td>${one.first_type}</td>
        <td><${Aggregate} id=${one.key} /></td><td>${one.last_type}</td><td class="number">${one.records}</td>
        <th scope="row"><${Link} to=${pathOf('journeys', one.correlation_id)}>${one.correlation_id}<//></th></tr>`)}
      </tbody></table>
      ${data && journeys.length === 0 && html`<p class="empty">The room has read no record yet. Buy a pair in the
        shop.</p>`}
    </section>
    <p class="legend quiet">The room reads records while a page is open. An older journey has no row here; open it with
      its correlation id.</p></article>`;
}
