// The map as tables. They have the same figures as the drawing, and the real times.
import { html } from '/room/preact.js';
import { groupsOf, linesOf, OTHERS, SERVICES, serviceOf, shortName, STATES } from '/room/layout.js';
import { idOf, useLive } from '/room/live.js';
import { Link, pathOf } from '/room/pages.js';
import { loadText, useSummary } from '/room/summary.js';

/** The time of day, with the date if it was not today. */
export function clock(instant, fractionalSecondDigits = 3) {
  const date = new Date(instant);
  const isToday = date.toDateString() === new Date().toDateString();
  return date.toLocaleString('en-US', { ...(isToday ? {} : { month: 'short', day: 'numeric' }),
    hourCycle: 'h23', hour: '2-digit', minute: '2-digit', second: '2-digit',
    fractionalSecondDigits: fractionalSecondDigits || undefined });
}
/** The time from the append in the service until the broker has stored the record. */
const delay = ({ appended_at: appended, stored_at: storedAt }) =>
  (appended ? `${new Date(storedAt) - new Date(appended)} ms` : '');
const shortKey = key => key.replace(/^(\w+):.*(.{6})$/, '$1 …$2');

export function Tables() {
  const { state } = useLive();
  const load = loadText(useSummary().load);
  return html`${load && html`<p class="load">${load}</p>`}
    <div class="tables" tabindex="0" role="region" aria-label="Figures">
    <${Services} state=${state} />
    <${Topics} state=${state} />
  </div>`;
}

const State = ({ process }) => {
  const [sign, word] = STATES[process?.health] ?? ['', 'unknown'];
  return html`<span data-health=${process?.health}>${sign} ${word}</span>${process && process.health !== 'HEALTHY'
    && html` <span class="quiet">since ${clock(process.since, 0)}</span>`}`;
};

const figure = value => html`<td class="number" data-high=${value > 0}>${value ?? '–'}</td>`;

function Services({ state }) {
  const others = OTHERS.map(name => state?.processes.find(process => process.name === name));
  return html`<table><caption>Processes</caption>
    <thead><tr><th scope="col">process</th><th scope="col" data-term="health">state</th>
      <th scope="col" data-term="outbox">outbox</th><th scope="col" data-term="lag">lag</th>
      <th scope="col" data-term="dead-letter">dead letters</th></tr></thead>
    <tbody>${SERVICES.map(name => serviceOf(state, name)).map(service => html`<tr key=${service.name}
        data-service=${service.name}><th scope="row">${service.name}</th>
      <td>${service.instances.map(process => html`<div key=${process.name}><${State} process=${process} /></div>`)}</td>
      ${figure(service.outbox)}${figure(service.lag)}${figure(service.dead)}</tr>`)}
    ${others.map((process, row) => html`<tr key=${OTHERS[row]} data-process=${OTHERS[row]}>
      <th scope="row">${OTHERS[row]}</th><td><${State} process=${process} /></td><td></td><td></td><td></td></tr>`)}
    </tbody></table>`;
}

function Topics({ state }) {
  const rows = linesOf(state).filter(line => line.publisher !== null || line.groups.length > 0);
  return html`<table><caption>Topics and their consumer groups</caption>
    <thead><tr><th scope="col" data-term="topic">topic</th>
      <th scope="col" data-term="consumer-group">consumer group</th><th scope="col" data-term="lag">lag</th>
      <th scope="col" data-term="partition">of each partition</th></tr></thead>
    <tbody>${rows.flatMap(line => {
      const groups = groupsOf(state, line.name);
      const name = html`${line.name}${line.queue ? ' (work queue)' : ''}`;
      if (groups.length === 0) {
        return html`<tr key=${line.name} data-topic=${line.name}><th scope="row">${name}</th>
          <td class="quiet">no group reads it</td><td></td><td></td></tr>`;
      }
      return groups.map(group => html`<tr key=${line.name + group.group} data-group=${group.group}
          data-topic=${line.name}><th scope="row">${name}</th><td>${group.group}</td>
        ${figure(group.lag)}<td class="number">${group.partitions.join(' ')}</td></tr>`);
    })}</tbody></table>`;
}

/** The events that are committed and not on Kafka yet, by name. */
export function Outboxes() {
  const { state } = useLive();
  const waiting = SERVICES.map(name => serviceOf(state, name)).filter(service => service.outbox > 0);
  if (waiting.length === 0) return null;
  return html`<section class="outboxes" aria-label="Outboxes"><h2 data-term="outbox">Not on Kafka yet</h2>
    ${waiting.map(service => html`<div key=${service.name} data-outbox=${service.name}>
      <strong>${service.name} ${service.outbox}</strong> ${service.events?.map(event =>
        html`<span class="waits" key=${event.event_id} data-event=${event.event_id}>${event.event_type}${' '}
          <span class="quiet">${shortKey(event.aggregate_id)}</span></span> `)}</div>`)}
  </section>`;
}

export function Recent() {
  const { state, records } = useLive();
  return html`<section tabindex="0" aria-label="Recent records"><table class="recent"><caption>Recent records</caption>
    <thead><tr><th scope="col">stored</th><th scope="col">type</th><th scope="col">aggregate</th>
      <th scope="col" data-term="offset">topic, partition, offset</th>
      <th scope="col" data-term="relay">in Kafka after</th><th scope="col" data-term="read-by">read by</th></tr>
    </thead>
    <tbody>${records.map(record => html`<tr key=${idOf(record)} data-event=${record.event_id}>
      <td class="number">${clock(record.stored_at)}</td><td><${Journey} record=${record} /></td>
      <td>${shortKey(record.key)}</td>
      <td>${record.topic} ${record.partition} @${record.offset}</td>
      <td class="number">${delay(record)}</td>
      <td><${Readers} record=${record} groups=${state?.groups ?? {}} /></td></tr>`)}
    </tbody></table>${records.length === 0 && html`<p class="quiet">Nothing has happened since this page was opened.
      Buy a pair in the shop.</p>`}</section>`;
}

/** The type, which opens the journey of the record. */
const Journey = ({ record: { type, correlation_id: id } }) => (id
  ? html`<${Link} to=${pathOf('journeys', id)} title="Open its journey">${type}<//>` : type);

function Readers({ record, groups }) {
  const nameOf = group => (groups[group] === group ? shortName(group) : group);
  const names = list => list.map(nameOf);
  if (record.readers.length === 0) return html`<span class="quiet">no reader</span>`;
  const missing = record.readers.filter(group => !record.read_by.includes(group));
  return html`${names(record.read_by).join(', ')}${missing.length > 0
    && html` <span class="quiet">waits for ${names(missing).join(', ')}</span>`}`;
}
