// The steps of an order as a line. Each time is the difference of two timestamps in the events.
import { html } from '/_static/htm/3.1.1/preact/standalone.module.js';

const STEPS = {
  OrderPlaced: 'placed', OrderReserved: 'reserved', PaymentApproved: 'paid', OrderConfirmed: 'confirmed',
  PaymentDeclined: 'payment declined', OrderCancelled: 'canceled', PaymentRefunded: 'refunded',
};
const EXPECTED = ['OrderPlaced', 'OrderReserved', 'PaymentApproved', 'OrderConfirmed'];
const BAD = ['PaymentDeclined', 'OrderCancelled'];

export function duration(milliseconds) {
  return milliseconds < 1000 ? `${milliseconds} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

export function Steps({ order, events }) {
  const first = new Date(events[0].timestamp);
  const done = events.map(event => ({
    type: event.event_type,
    version: event.aggregate_version,
    after: new Date(event.timestamp) - first,
  }));
  const types = done.map(step => step.type);
  const ended = ['CONFIRMED', 'CANCELLED'].includes(order.status);
  const open = ended ? [] : EXPECTED.filter(type => !types.includes(type)).map(type => ({ type }));
  return html`<ol class="steps">${[...done, ...open].map((step, index) => html`
    <li key=${step.type} data-state=${state(step)} data-step=${step.type}
      aria-current=${step.version && index === done.length - 1 ? 'step' : undefined}>
      <span class="mark" aria-hidden="true">${mark(step)}</span>
      <span class="label">${STEPS[step.type] ?? step.type}</span>
      <span class="after">${step.version ? duration(step.after) : 'not yet'}</span>
    </li>`)}</ol>`;
}

const state = step => (!step.version ? 'open' : BAD.includes(step.type) ? 'bad' : 'done');
const mark = step => ({ open: '', bad: '×', done: '✓' })[state(step)];
