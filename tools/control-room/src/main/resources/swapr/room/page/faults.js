// Faults from outside. Each needs two presses, and the page shows the true state of its target.
import { html, useState } from '/room/preact.js';
import { Actions } from '/room/actions.js';
import { Journal } from '/room/journal.js';
import { Load } from '/room/load.js';
import { change, Link, useAnswer, useSession } from '/room/pages.js';
import { clock } from '/room/tables.js';

const PATH = '/room/api/faults';

/** Each fault has the text of its button, a sentence about its effect, and one about the figures that change. */
const PROCESS = {
  kill: ['Kill', 'The process ends at once, like a crash (signal 9). It stays away until you start it.',
    'The map shows it as away. Its lag grows, and no message is lost.'],
  stop: ['Stop', 'The process ends after its open work. It stays away until you start it.',
    'The map shows it as away, and its lag grows.'],
  freeze: ['Freeze', 'The process stops for 30 seconds, and keeps its connections (signal STOP).',
    'The map shows that it does not answer. Then it continues.'],
};
const BANK = {
  slow: ['Slow bank', 'For 60 seconds the bank needs 5 seconds for each charge.',
    'Orders wait, and the circuit breaker may open.'],
  down: ['Bank down', 'For 60 seconds the bank answers 503.',
    'The circuit breaker opens. Orders wait, and are charged later.'],
  lose_answer: ['Lose answers', 'For 60 seconds the bank charges, and does not answer.',
    'Each order is still charged once, because its idempotency key stays the same.'],
};
const MAIL = {
  refuse: ['Refuse e-mails', 'For 60 seconds the mail server refuses each e-mail (451).',
    'SendEmail stays open, and is tried again.'],
};
const RECORDS = {
  send_again: ['Send 50 records again', 'The newest 50 events are sent a second time, unchanged.',
    'Each consumer finds them in its inbox. Nothing changes, and no e-mail is sent twice.'],
  poison: ['Send a poison record', 'An event without its fields is sent, and two valid events of the same key.',
    'A dead letter appears. Its key is blocked: the two valid events wait behind it.'],
  garbage: ['Send garbage', 'A record that is no JSON is sent, and two valid events with the same key.',
    'Each consumer of the topic gets a dead letter. Its aggregate is unknown, so no key is blocked.'],
  version_99: ['Send version 99',
    'An event in an unknown schema version is sent, and two valid events of the same key.',
    'A dead letter appears. Its key is blocked: the two valid events wait until a newer reader is there.'],
};

export function Faults() {
  const [done, setDone] = useState({ count: 0 });
  const { data, error, status } = useAnswer(PATH, () => false, () => true, { again: done.count });
  const act = async request => {
    const answer = await change(PATH, request);
    setDone(before => ({ count: before.count + 1, error: answer.error }));
  };
  const begin = (fault, target = '') => act({ do: 'begin', fault, target });
  const end = fault => act({ do: 'end', fault });
  const ready = data && !data.starting;
  const inContainers = useSession()?.site === 'containers';
  return html`<article class="faults"><h2 tabindex="-1">Faults and load</h2>
    ${error && html`<p class="trouble" role="alert" data-status=${status}>${error}</p>`}
    ${done.error && html`<p class="trouble refused" role="alert">${done.error}</p>`}
    ${!ready && !error && html`<p role="status">The room starts its process for faults.${!inContainers && ` The first
      start also builds it, which can take some minutes.`}</p>`}
    ${ready && html`<p class="quiet">"Undo everything" ends all faults and the load${!inContainers
        && ', and starts missing processes'}.</p>
      <div class="actions">
        <button type="button" onClick=${() => act({ do: 'undo_everything' })}>Undo everything</button>
        ${!inContainers && html`<button type="button" disabled=${Boolean(data.running)}
          onClick=${() => begin('start')}>Start missing processes</button>`}</div>
      <p role="status" class="running">${data.running && `"${data.running}" runs. `}${data.failure}</p>
      <${Load} load=${data.load} act=${act} />
      ${inContainers ? html`<p>The room has no access to Docker.
          ${' '}<${Link} to="/room/containers">Containers<//> has the commands to kill, stop, freeze and start one.</p>`
        : html`<${Processes} processes=${data.processes} begin=${begin} end=${end} />`}
      <${Servers} servers=${data.servers} begin=${begin} end=${end} />
      <${Records} begin=${begin} /><${Journal} journal=${data.journal} />`}
  </article>`;
}

const stateOf = ({ state, until }) => (until ? `${state} until ${clock(until, 0)}` : state);

const Table = ({ name, term, children }) => html`<section tabindex="0" aria-label=${name}><table>
  <caption><span data-term=${term}>${name}</span></caption>
  <thead><tr><th scope="col">target</th><th scope="col">state</th><th scope="col">actions</th></tr></thead>
  <tbody>${children}</tbody></table></section>`;

function Processes({ processes, begin, end }) {
  return html`<${Table} name="Processes" term="freeze">${processes.map(process => {
    const { name, state, until } = process;
    const lasts = state === 'frozen' || until;
    return html`<tr key=${name} data-process=${name} data-state=${state}><th scope="row">${name}</th>
      <td class="state">${stateOf(process)}</td>
      <td>${lasts && html`<button type="button" aria-label=${`Continue ${name}`}
          onClick=${() => end(`freeze ${name}`)}>Continue</button>`}
        ${!lasts && state === 'running' && html`<${Actions} of=${name} act=${fault => begin(fault, name)}
          faults=${PROCESS} />`}</td></tr>`;
  })}<//>`;
}

function Servers({ servers, begin, end }) {
  const faults = { bank: BANK, mail: MAIL };
  return html`<${Table} name="Bank and mail server" term="circuit-breaker">${servers.map(server => html`
    <tr key=${server.name} data-server=${server.name} data-state=${server.state}><th scope="row">${server.name}</th>
    <td class="state">${stateOf(server)}</td>
    <td><${Actions} of=${server.name} faults=${faults[server.name]} act=${mode => begin(server.name, mode)} />
      ${server.until && html` <button type="button" onClick=${() => end(server.name)}
        aria-label=${`End the fault of ${server.name}`}>End</button>`}</td></tr>`)}<//>`;
}

const Records = ({ begin }) => html`<${Table} name="Records" term="poison-record">
  <tr data-records="true"><th scope="row">records</th>
  <td class="state">on Kafka</td><td><${Actions} of="records" faults=${RECORDS} act=${begin} /></td></tr><//>`;
