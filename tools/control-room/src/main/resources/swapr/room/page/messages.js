// The messages of a journey as a table and as a tree, with the whole envelope of each.
import { html, useState } from '/room/preact.js';
import { live } from '/room/live.js';
import { Link, pathOf } from '/room/pages.js';
import { duration, micros, nameOf, publisherOf, rowsOf } from '/room/steps.js';
import { clock } from '/room/tables.js';

/** Text in which e-mail addresses cannot be read. */
export const hidden = text => text.replace(/(?<![^\s"@])([^\s"@])[^\s"@]*@/g, '$1…@');

/** JSON as text. E-mail addresses are hidden until a person wants to see them, because the page may be on a wall. */
export function Json({ value }) {
  const [shown, setShown] = useState(false);
  const text = JSON.stringify(value, null, 2);
  const safe = hidden(text);
  return html`<pre tabindex="0">${shown ? text : safe}</pre>${text !== safe && html`<button type="button"
    aria-pressed=${shown} onClick=${() => setShown(!shown)}>Show e-mail addresses</button>`}`;
}

export const Body = ({ body }) => html`<details><summary>JSON</summary><${Json} value=${body} /></details>`;

/** The key of an aggregate. An order has a page. */
export function Aggregate({ id }) {
  const order = id?.match(/^order:(.+)$/)?.[1];
  return order ? html`<${Link} to=${pathOf('orders', order)}>${id}<//>` : html`${id ?? 'unknown'}`;
}

/** The place on Kafka, if the page has seen the record; else the topic. */
function Place({ message }) {
  const seen = live.records.find(record => record.event_id === message.event_id);
  if (!message.on_kafka) return html`<strong>in the outbox</strong>`;
  return html`${message.topic ?? 'unknown'}${seen && ` ${seen.partition} @${seen.offset}`}`;
}

export function Reaction({ reaction, since }) {
  const after = reaction.at && since ? ` after ${duration(micros(reaction.at) - micros(since))}` : '';
  return html`<div data-consumer=${reaction.consumer} data-outcome=${reaction.outcome}>${nameOf(reaction)}:${' '}
    <span class="outcome">${reaction.outcome}</span>${after}</div>`;
}

export function Messages({ journey }) {
  const types = Object.fromEntries(journey.messages.map(message => [message.event_id, message.event_type]));
  return html`<section tabindex="0" aria-label="Messages"><table class="messages"><caption>Messages</caption>
    <thead><tr><th scope="col">appended</th><th scope="col">message</th><th scope="col">publisher</th>
      <th scope="col">aggregate</th><th scope="col" data-term="offset">topic, partition, offset</th>
      <th scope="col" data-term="causation-id">caused by</th><th scope="col" data-term="inbox">readers</th>
      <th scope="col">envelope</th></tr></thead>
    <tbody>${journey.messages.map(message => html`<tr key=${message.event_id} data-event=${message.event_id}>
      <td class="number">${message.body.timestamp ? clock(message.body.timestamp) : 'unknown'}</td>
      <th scope="row">${message.queue ? '■' : '●'} ${message.event_type}
        <span class="quiet"> ${message.body.schema_version ?? ''}</span></th>
      <td>${publisherOf(message)}</td><td><${Aggregate} id=${message.body.aggregate_id} /></td>
      <td><${Place} message=${message} /></td>
      <td>${types[message.body.causation_id] ?? (message.service ? 'the request' : 'unknown')}</td>
      <td>${message.reactions.map(one => html`<${Reaction} key=${one.consumer} reaction=${one}
        since=${message.body.timestamp} />`)}${message.reactions.length === 0 && 'no reader'}</td>
      <td>${message.service && html`<${Body} body=${message.body} />`}</td></tr>`)}
    </tbody></table></section>`;
}

/** Each message below the one that caused it. */
export const Tree = ({ journey }) => html`<ul class="tree" aria-label="Messages below their causes">
  ${rowsOf(journey).map(({ message, depth }) => html`<li key=${message.event_id} data-event=${message.event_id}
    style=${{ marginLeft: `${1.4 * Math.min(depth, 9)}rem` }}>
    <span class="quiet">${depth > 0 ? '└ ' : ''}</span>${message.queue ? '■' : '●'}
    ${' '}<strong>${message.event_type}</strong> <span class="quiet">${publisherOf(message)} →
      ${' ' + (message.reactions.map(nameOf).join(', ') || 'no reader')}</span></li>`)}</ul>`;
