// One journey: everything that one request has caused, as timeline, tree and sequence, with a table below.
import { html, useState } from '/room/preact.js';
import { Logs } from '/room/logs.js';
import { Messages, Reaction, Tree } from '/room/messages.js';
import { go, pathOf, useAnswer } from '/room/pages.js';
import { Sequence } from '/room/sequence.js';
import { isOpen, mermaidOf, reactionsOf } from '/room/steps.js';
import { clock } from '/room/tables.js';
import { Timeline } from '/room/timeline.js';

const VIEWS = { timeline: Timeline, tree: Tree, sequence: Sequence };

export function Journey({ id }) {
  const { data, error, status } = useAnswer(`/room/api/journeys/${encodeURIComponent(id)}`,
    record => record.correlation_id === id, answer => (answer.data ? isOpen(answer.data) : Boolean(answer.error)));
  return html`<article class="journey" data-journey=${id}>
    <h2 tabindex="-1"><span data-term="correlation-id">Journey</span> <code>${id}</code></h2>
    ${error && html`<p class="trouble" role="alert" data-status=${status}>${error}
      ${status === 404 ? ' The page asks again every two seconds.' : ''}</p>`}
    ${!data && !error && html`<p role="status">The room asks the services.</p>`}
    ${data && html`<${Found} journey=${data} />`}
  </article>`;
}

function Found({ journey }) {
  const [view, setView] = useState('timeline');
  const View = VIEWS[view];
  return html`<${Verdict} journey=${journey} />
    <div class="bar" role="group" aria-label="Drawing">
      ${Object.keys(VIEWS).map(name => html`<button type="button" key=${name} aria-pressed=${view === name}
        onClick=${() => setView(name)}>${name[0].toUpperCase() + name.slice(1)}</button>`)}
      <${Mermaid} journey=${journey} />
      <button type="button" onClick=${() => print()}>Print</button>
      <${CompareWith} id=${journey.correlation_id} />
    </div>
    <section tabindex="0" aria-label=${view}><${View} journey=${journey} /></section>
    <p class="legend quiet">● event ■ command. The time of a message is its append in the service. A reaction has the
      time at which its transaction began. "parked" is a dead letter, or a command that is tried again.</p>
    <${Messages} journey=${journey} />
    <${Effects} journey=${journey} />
    <${Logs} id=${journey.correlation_id} />`;
}

/** Another journey to compare with this one. The newest ones are offered. */
function CompareWith({ id }) {
  const { data } = useAnswer('/room/api/journeys', () => false, answer => !answer.data);
  const submit = event => {
    event.preventDefault();
    const other = new FormData(event.target).get('other').trim();
    if (other) go(pathOf('compare', `${id}~${other}`));
  };
  return html`<form class="find" onSubmit=${submit}>
    <label>Compare with <input name="other" list="newest" autocomplete="off" maxlength="64" /></label>
    <datalist id="newest">${data?.journeys.filter(one => one.correlation_id !== id).map(one => html`<option
      key=${one.correlation_id} value=${one.correlation_id} label=${`${one.first_type} … ${one.last_type}`} />`)}
    </datalist><button type="submit">Compare</button></form>`;
}

/** The reactions that are missing, and the processes that did not answer. */
function Verdict({ journey }) {
  const open = reactionsOf(journey, 'open');
  const parked = reactionsOf(journey, 'parked');
  const unknown = reactionsOf(journey, 'unknown');
  const away = Object.entries(journey.away);
  const done = open.length + parked.length + unknown.length + away.length === 0;
  return html`<div class="reacting" role="status">
    ${away.map(([name, why]) => html`<p class="trouble" key=${name} data-away=${name}>${name} is missing here.${' '}
      ${why}</p>`)}
    ${done && html`<p><strong>All readers have reacted.</strong> ${journey.messages.length} messages.</p>`}
    <${Missing} title="Still to react" all=${open} />
    <${Missing} title="Parked" all=${parked} />
    <${Missing} title="Unknown, because the service is missing here" all=${unknown} />
  </div>`;
}

const Missing = ({ title, all }) => all.length > 0 && html`<p data-missing=${title}><strong>${title}:</strong>
  ${all.map(({ message, reaction }) => html` <span class="waits"
    key=${message.event_id + reaction.consumer}>${message.event_type} → <${Reaction} reaction=${reaction} />
    </span>`)}</p>`;

/** Entries in the ledger of the bank, and e-mails in the mailbox. */
function Effects({ journey }) {
  const types = Object.fromEntries(journey.messages.map(message => [message.event_id, message.event_type]));
  return html`<section tabindex="0" aria-label="Effects"><table class="effects"><caption>Effects outside</caption>
    <thead><tr><th scope="col">time</th><th scope="col">where</th>
      <th scope="col" data-term="idempotency-key">effect</th>
      <th scope="col">caused by</th></tr></thead>
    <tbody>${journey.effects.map((effect, n) => html`<tr key=${n} data-effect=${effect.process}>
      <td class="number">${effect.at && clock(effect.at)}</td><th scope="row">${effect.process}</th>
      <td>${effect.text}</td><td>${types[effect.cause]}</td></tr>`)}</tbody></table>
    ${journey.effects.length === 0 && html`<p class="quiet">No payment and no e-mail belongs to this journey yet.</p>`}
  </section>`;
}

function Mermaid({ journey }) {
  const [state, setState] = useState('');
  const copy = () => navigator.clipboard.writeText(mermaidOf(journey))
    .then(() => setState('copied'), () => setState('refused'));
  return html`<button type="button" onClick=${copy}>Copy as Mermaid</button>
    <span role="status" class="copied">${{
      copied: 'Copied.', refused: 'The browser does not allow it. Copy the text below.' }[state] ?? ''}</span>
    ${state === 'refused' && html`<pre tabindex="0" class="mermaid">${mermaidOf(journey)}</pre>`}`;
}
