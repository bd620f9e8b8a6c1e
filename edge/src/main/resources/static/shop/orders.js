// The orders of the person, newest first.
import { html } from '/_static/htm/3.1.1/preact/standalone.module.js';
import { Empty, Loading, moment, money, Refusal, shortId, Status, Trouble } from '/shop/parts.js';
import { SignInFirst } from '/shop/people.js';
import { useList } from '/shop/reads.js';
import { useSession } from '/shop/session.js';

export function Orders() {
  const who = useSession();
  if (!who || who.ended) {
    return html`<${SignInFirst} title="Your orders">Only a buyer sees an order, so sign in first.</${SignInFirst}>`;
  }
  return html`<${OrderList} key=${who.id} />`;
}

function OrderList() {
  const list = useList('/api/orders', 5_000);
  return html`<div class="narrow"><h1 tabindex="-1">Your orders</h1>
    ${list.problem && html`<${Trouble} read=${list} />`}
    ${!list.items && !list.problem && html`<${Loading} from="purchase-service" />`}
    ${list.items?.length === 0 && html`<${Empty} title="You have no orders">An order will be here as soon as you buy a
      pair. <a class="button" href="/">See all pairs</a></${Empty}>`}
    ${list.items?.length > 0 && html`<ul class="rows">${list.items.map(order => html`<li key=${order.id}>
      <a class="row" href=${'/orders/' + order.id}>
        <span class="title">${order.title ?? `Order ${shortId(order.id)}`}</span>
        <${Status} of=${order.status} />
        <span class="quiet">${moment(order.placed_at)}</span>
        <span class="price">${order.price && money(order.price)}</span>
      </a></li>`)}</ul>`}
    ${list.readMore && html`<p class="more"><button type="button" class="plain" disabled=${list.busy}
      onClick=${list.readMore}>Show older orders</button></p>`}
    <${Refusal} problem=${list.moreProblem} />
  </div>`;
}
