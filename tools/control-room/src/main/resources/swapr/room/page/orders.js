// The orders that are neither confirmed nor canceled, and the answer that each of them waits for.
import { html } from '/room/preact.js';
import { Link, pathOf, useAnswer } from '/room/pages.js';
import { clock } from '/room/tables.js';

const SLOW = 5; // seconds; the shop says "longer than usual" after this time, too
const stateOf = order => (order.seconds_left < 0 ? 'stuck' : order.age_seconds > SLOW ? 'slow' : 'open');

export function Orders() {
  const { data, error, status } = useAnswer('/room/api/orders', record => record.key?.startsWith('order:'), () => true,
    { every: 1_000 });
  const orders = data?.orders ?? [];
  return html`<article class="orders"><h2 tabindex="-1">Open orders</h2>
    ${error && html`<p class="trouble" role="alert" data-status=${status}>${error} The page asks again.</p>`}
    ${!data && !error && html`<p role="status">The room asks purchase-service.</p>`}
    ${data?.count === 0 && html`<p class="empty">No order is open: each one is confirmed or canceled. Freeze
      listing-service and buy a pair, then it waits here.</p>`}
    ${orders.length > 0 && html`<section tabindex="0" aria-label="Open orders"><table>
      <caption>Oldest first, ${orders.length} of ${data.count}</caption>
      <thead><tr><th scope="col">order</th><th scope="col">state</th><th scope="col">status</th>
        <th scope="col">waits for</th><th scope="col">placed</th><th scope="col">age</th>
        <th scope="col" data-term="deadline">until its deadline</th></tr></thead>
      <tbody>${orders.map(order => html`<tr key=${order.id} data-order=${order.id} data-state=${stateOf(order)}>
        <th scope="row"><${Link} to=${pathOf('orders', order.id)}>${order.id}<//></th>
        <td class="state" data-high=${stateOf(order) !== 'open'}>${stateOf(order)}</td><td>${order.status}</td>
        <td class="waits">${order.waits_for}</td><td class="number">${clock(order.placed_at, 0)}</td>
        <td class="number">${order.age_seconds.toFixed(0)} s</td>
        <td class="number">${order.seconds_left.toFixed(0)} s</td></tr>`)}</tbody></table></section>`}
    <p class="legend quiet">An order is slow after ${SLOW} seconds. It is stuck after its deadline: then
      purchase-service cancels it within a second, unless it stands still itself.</p></article>`;
}
