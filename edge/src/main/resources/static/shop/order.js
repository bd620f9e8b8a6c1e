// One order: its steps with the times of its events, and its state after each event.
import { html, useEffect, useRef, useState } from '/_static/htm/3.1.1/preact/standalone.module.js';
import { cancelOrder, get, placeOrder } from '/shop/api.js';
import { requestOf } from '/shop/buy.js';
import { TwoReads } from '/shop/consistency.js';
import { serverNow } from '/shop/http.js';
import { announce, Empty, Loading, money, Refusal, shortId, Status, Trouble, TwoPresses } from '/shop/parts.js';
import { SignInFirst } from '/shop/people.js';
import { useRead } from '/shop/reads.js';
import { useSession } from '/shop/session.js';
import { Steps } from '/shop/steps.js';
import { Versions } from '/shop/versions.js';

const REASONS = {
  LISTING_NOT_FOUND: 'There is no such pair.',
  NOT_AVAILABLE: 'Another buyer was faster, or the pair is no longer for sale.',
  OWN_LISTING: 'You cannot buy your own pair.',
  PAYMENT_DECLINED: 'The bank declined the card. Nothing was charged, and the pair is for sale again.',
  TIMED_OUT: 'The order took too long. Captured money is refunded.',
  CANCELLED_BY_BUYER: 'You canceled it. Captured money is refunded.',
};
const WAITS = {
  PENDING: 'Waiting until listing-service reserves the pair …',
  RESERVED: 'The pair is reserved for you. Waiting for the bank …',
  PAID: 'The bank has the money. Waiting for the confirmation …',
};
const SLOW = 5_000;
const isFinal = order => ['CONFIRMED', 'CANCELLED'].includes(order.status);

export function OrderPage({ id }) {
  const who = useSession();
  if (!who || who.ended) {
    return html`<${SignInFirst} title="One order">Only its buyer sees an order, so sign in first.</${SignInFirst}>`;
  }
  return html`<${Order} id=${id} key=${who.id + id} />`;
}

function Order({ id }) {
  const pause = useRef(25);
  // The next read is after 50, 100, 200 … 1,000 ms, until the order is final.
  const next = ({ order }) => (isFinal(order) ? 5_000 : (pause.current = Math.min(pause.current * 2, 1_000)));
  const read = useRead(`order ${id}`, async () => {
    const [order, history] = await Promise.all([get('/api/orders/' + id), get(`/api/orders/${id}/events`)]);
    return { order, events: history.items };
  }, next);
  const title = read.data?.order.title;
  useEffect(() => { if (title) document.title = `Order: ${title} – Swapr`; }, [title]);
  if (!read.data) {
    if ([400, 404].includes(read.problem?.status)) {
      return html`<${Empty} title="You have no such order">Another person may have it, or the address is wrong.
        <a class="button" href="/orders">Your orders</a></${Empty}>`;
    }
    return html`<h1 tabindex="-1">Order ${shortId(id)}</h1>${read.problem
      ? html`<${Trouble} read=${read} />` : html`<${Loading} from="purchase-service" />`}`;
  }
  const { order, events } = read.data;
  return html`<div class="order">
    <a class="back" href="/orders">Your orders</a>
    <div class="heading"><h1 tabindex="-1">${order.title ?? `Order ${shortId(id)}`}</h1>
      ${order.price && html`<p class="price large">${money(order.price)}</p>`}</div>
    <p class="quiet">Order ${shortId(id)}. <a href=${'/listings/' + order.listing_id}>See the pair</a></p>
    ${read.problem && html`<${Trouble} read=${read} />`}
    <section class="panel" aria-label="Steps of the order">
      <${Steps} order=${order} events=${events} />
      <${Verdict} order=${order} />
    </section>
    <div class="columns">
      <${Versions} id=${id} events=${events} />
      <${TwoReads} id=${order.listing_id} version=${order.version} />
    </div>
    <${Actions} order=${order} read=${read} />
  </div>`;
}

function Verdict({ order }) {
  const said = useRef(null);
  const text = isFinal(order)
    ? (order.status === 'CONFIRMED' ? 'The pair is yours.' : REASONS[order.reason] ?? order.reason)
    : WAITS[order.status];
  if (said.current !== text) {
    said.current = text;
    announce(text);
  }
  const late = !isFinal(order) && serverNow() - new Date(order.placed_at) > SLOW;
  return html`<p class="verdict"><${Status} of=${order.status} /> <span>${text}</span>
    ${late && html` <span class="quiet">This takes longer than usual. It goes on when the answer arrives.</span>`}
  </p>`;
}

function Actions({ order, read }) {
  const [problem, setProblem] = useState(null);
  const [repeated, setRepeated] = useState(null);
  const [busy, setBusy] = useState(false);
  const request = requestOf(order.id);
  const run = async action => {
    setBusy(true);
    setProblem(null);
    try {
      await action();
    } catch (failure) {
      setProblem(failure);
    } finally {
      setBusy(false);
    }
  };
  const cancel = () => run(async () => {
    await cancelOrder(order.id);
    read.again();
  });
  const repeat = () => run(async () => setRepeated(await placeOrder(request.body, request.key)));
  return html`<section class="below" aria-label="What you can do">
    ${isFinal(order)
      ? html`<p class="quiet">The order is final, so it cannot be canceled.</p>`
      : html`<${TwoPresses} label="Cancel the order" busy=${busy} onYes=${cancel} yes="Cancel it"
          question="The pair is for sale again, and captured money is refunded." />`}
    ${request && html`<button type="button" class="plain" disabled=${busy} onClick=${repeat}>
      Send the same request again</button>`}
    ${repeated && html`<p class="note" role="status">${repeated.id === order.id
      ? 'The answer is the same order. The idempotency key prevented a second one.'
      : 'The answer is another order.'}</p>`}
    <${Refusal} problem=${problem} />
  </section>`;
}
