// One dead letter: its reason, its record, and its life. It stays on the page after it is processed or discarded.
import { html, useState } from '/room/preact.js';
import { Json } from '/room/messages.js';
import { change, Link, mayChange, OnlyReads, pathOf, useAnswer, useSession } from '/room/pages.js';
import { clock } from '/room/tables.js';

/** The life of a redrive, in its order. "failed again" has a number behind it. */
const LIFE = ['parked', 'requested', 'running', 'failed again', 'processed', 'discarded'];
const FIELDS = ['consumer', 'handler', 'exception', 'message', 'attempts', 'event_type', 'event_id', 'topic',
  'record_partition', 'record_offset', 'key', 'redrive_requested_by', 'discarded_by', 'reason'];
const TIMES = ['parked_at', 'next_attempt_at', 'redrive_requested_at', 'resolved_at'];
const titleOf = field => field.replaceAll('_', ' ');

export function Letter({ name }) {
  const [done, setDone] = useState({ count: 0 });
  const session = useSession();
  const path = `/room/api/dead/${name}`;
  const { data, error, status } = useAnswer(path, () => false, () => true, { every: 500, again: done.count });
  const act = async (action, body) => {
    const answer = await change(`${path}/${action}`, body);
    setDone(before => ({ count: before.count + 1, error: answer.error }));
  };
  return html`<article class="letter" data-letter=${name} data-life=${data?.life}>
    <h2 tabindex="-1">Dead letter <code>${name}</code></h2>
    <p><${Link} to="/room/dead">All dead letters<//></p>
    ${error && html`<p class="trouble" role="alert" data-status=${status}>${error}</p>`}
    ${done.error && html`<p class="trouble refused" role="alert">${done.error}</p>`}
    ${!data && !error && html`<p role="status">The room asks the service.</p>`}
    ${data && html`<${Life} life=${data.life} /><${OnlyReads} session=${session} />
      ${mayChange(session) && !data.resolved_at && html`<${Actions} letter=${data} act=${act} />`}
      <${Fields} letter=${data} /><${Payload} text=${data.payload} />`}
  </article>`;
}

const Life = ({ life }) => html`<p role="status">State: <strong class="life">${life}</strong></p>
  <ol class="lives" aria-label="Life of a redrive">${LIFE.map(step => html`<li key=${step}
    aria-current=${life.startsWith(step) ? 'step' : undefined}>${life.startsWith(step) ? life : step}</li>`)}</ol>`;

function Actions({ letter, act }) {
  const discard = event => {
    event.preventDefault();
    act('discard', { reason: new FormData(event.target).get('reason') });
  };
  return html`<div class="actions">
    ${letter.status === 'PARKED' && html`<button type="button" onClick=${() => act('redrive', {})}>Redrive</button>`}
    <form onSubmit=${discard}><label>Reason <input name="reason" maxlength="300" autocomplete="off" /></label>
      <button type="submit">Discard</button></form></div>`;
}

function Fields({ letter }) {
  const rows = [...FIELDS, ...TIMES].filter(field => letter[field] !== undefined && letter[field] !== null);
  return html`<section tabindex="0" aria-label="Fields"><table class="fields"><caption>Fields</caption>
    <thead><tr><th scope="col">field</th><th scope="col">value</th></tr></thead>
    <tbody>${rows.map(field => html`<tr key=${field} data-field=${field}><th scope="row">${titleOf(field)}</th>
      <td>${TIMES.includes(field) ? clock(letter[field], 0) : letter[field]}</td></tr>`)}
      ${letter.correlation_id && html`<tr><th scope="row">journey</th>
        <td><${Link} to=${pathOf('journeys', letter.correlation_id)}>${letter.correlation_id}<//></td></tr>`}
      ${Object.entries(letter.headers).map(([header, value]) => html`<tr key=${'header ' + header}>
        <th scope="row">header ${header}</th><td>${value}</td></tr>`)}
    </tbody></table></section>`;
}

/** The record as it was. It is JSON if it can be read. */
function Payload({ text }) {
  let value = text ?? 'The record has no value.';
  try {
    value = JSON.parse(text);
  } catch {
    // A malformed record is shown as text.
  }
  return html`<section aria-label="Record"><h3>Record</h3><${Json} value=${value} /></section>`;
}
