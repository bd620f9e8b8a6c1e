// The topics: their partitions, and below each topic the groups that read it.
import { html } from '/room/preact.js';
import { isDeadLetters, shortName } from '/room/layout.js';
import { useAnswer } from '/room/pages.js';
import { useSummary } from '/room/summary.js';
import { clock } from '/room/tables.js';

const ARROWS = { rising: '↑', falling: '↓', steady: '→' };

export function Topics() {
  const { data, error, status } = useAnswer('/room/api/topics', () => false, () => true);
  const { journal } = useSummary();
  const topics = data?.topics ?? [];
  const isEmpty = topic => isDeadLetters(topic.name) && topic.partitions.every(one => one.end === 0);
  return html`<article class="topics">
    <h2 tabindex="-1">Topics</h2>
    ${error && html`<p class="trouble" role="alert" data-status=${status}>${error} The page asks again every two
      seconds.</p>`}
    ${data?.silent_since && html`<p class="trouble" role="status" data-silent>The broker has not answered since
      ${' ' + clock(data.silent_since, 0)}. The figures are from before.</p>`}
    ${topics.length === 0 && !error && html`<p role="status">The room reads the offsets of all topics. This takes a few
      seconds.</p>`}
    ${topics.filter(topic => !isEmpty(topic)).map(topic => html`<${Topic} key=${topic.name} topic=${topic}
      journal=${journal} />`)}
    <${Empty} topics=${topics.filter(isEmpty)} />
    ${topics.length > 0 && html`<p class="legend quiet">The lag of a partition is its end minus the committed offset of
      the group. "Behind" is the time since the group had read all records; it is exact to two seconds. The curve shows
      the lag of the last five minutes, and a line for each fault of the journal. For a work queue the broker may also
      count finished commands.</p>`}
  </article>`;
}

const Empty = ({ topics }) => topics.length > 0 && html`<section aria-label="Dead-letter topics without records">
  <h3>Dead-letter topics without records</h3>
  <p>${topics.map(topic => html`<span class="waits" key=${topic.name} data-empty=${topic.name}>${topic.name}</span> `)}
  </p></section>`;

function Topic({ topic, journal }) {
  const kind = topic.queue ? 'work queue' : isDeadLetters(topic.name) ? 'dead-letter topic' : 'events';
  return html`<section tabindex="0" aria-label=${topic.name} data-topic=${topic.name}>
    <h3>${topic.name} <span class="quiet">${kind}${topic.publisher
      ? `, published by ${shortName(topic.publisher)}` : ''}</span></h3>
    <table class="partitions"><caption>Offsets of ${topic.name}</caption>
      <thead><tr><th scope="col" data-term="partition">partition</th>${topic.partitions.map(one =>
        html`<th scope="col" key=${one.partition}>${one.partition}</th>`)}
        <th scope="col">all</th></tr></thead>
      <tbody>
        <${Row} name="first offset" partitions=${topic.partitions} field="first" />
        <${Row} name="end offset" term="offset" partitions=${topic.partitions} field="end" />
        <tr><th scope="row">records/s</th>${topic.partitions.map(one =>
          html`<td class="number" key=${one.partition} data-rate>${rate(one.per_second)}</td>`)}
          <td class="number">${rate(topic.partitions.reduce((sum, one) => sum + one.per_second, 0))}</td></tr>
        ${topic.groups.map(group => html`<${Group} key=${group.group} group=${group} />`)}
      </tbody></table>
    ${topic.groups.length > 0 ? html`<${Groups} topic=${topic} journal=${journal} />`
      : html`<p class="quiet">No group reads this topic.</p>`}</section>`;
}

const rate = perSecond => perSecond.toFixed(1);

const Row = ({ name, term, partitions, field }) => html`<tr data-row=${field}>
  <th scope="row" data-term=${term}>${name}</th>
  ${partitions.map(one => html`<td class="number" key=${one.partition}>${one[field]}</td>`)}<td></td></tr>`;

const Group = ({ group }) => html`<tr data-lag=${group.group}><th scope="row">lag of ${group.group}</th>
  ${group.lag.map((lag, n) => html`<td class="number" key=${n} data-high=${lag > 0}>${lag}</td>`)}
  <td class="number" data-high=${group.sum > 0}>${group.sum}</td></tr>`;

const Groups = ({ topic, journal }) => html`<table class="groups"><caption>Groups that read ${topic.name}</caption>
  <thead><tr><th scope="col" data-term="consumer-group">group</th><th scope="col">service</th>
    <th scope="col" data-term="lag">lag</th><th scope="col">behind</th>
    <th scope="col">trend</th><th scope="col">last five minutes</th></tr></thead>
  <tbody>${topic.groups.map(group => html`<tr key=${group.group} data-group=${group.group}>
    <th scope="row">${group.group}</th><td>${group.service ?? 'unknown'}</td>
    <td class="number" data-high=${group.sum > 0}>${group.sum}${group.share && html` <span class="quiet">the broker's
      figure, may count finished commands</span>`}</td>
    <td class="number">${behind(group)}</td>
    <td>${ARROWS[group.trend]} ${group.trend}</td>
    <td><${Curve} group=${group} journal=${journal} /></td></tr>`)}</tbody></table>`;

const behind = group => (group.share ? 'unknown' : group.sum === 0 ? '0 s'
  : `${group.at_least ? 'more than ' : ''}${group.behind_seconds.toFixed(0)} s`);

/** The lags as a small curve, with a line at the begin of each fault. The sentence has its largest and last value. */
function Curve({ group, journal }) {
  const { samples, sampled_since: since, sampled_after: after } = group;
  if (samples.length < 2 || after.length < samples.length) return html`<span class="quiet">no samples yet</span>`;
  const most = Math.max(1, ...samples);
  const xOf = milliseconds => 150 * milliseconds / after.at(-1);
  const points = samples.map((lag, n) => `${xOf(after[n])},${29 - (lag / most) * 27}`).join(' ');
  const marks = journal.map(({ at, ...one }) => ({ ...one, x: xOf(new Date(at) - since) }))
    .filter(mark => mark.x >= 0 && mark.x <= 150);
  const faults = marks.length > 0 ? ` Faults in this time: ${marks.map(mark => mark.fault).join(', ')}.` : '';
  return html`<svg class="curve" viewBox="0 0 152 32" role="img"
    aria-label="The largest lag was ${Math.max(...samples)}, the last one is ${samples.at(-1)}.${faults}">
    ${marks.map(mark => html`<line key=${mark.id} class="fault" data-fault=${mark.fault} x1=${mark.x} y1="0"
      x2=${mark.x} y2="32"><title>${mark.fault}</title></line>`)}
    <polyline points=${points} /></svg> <span class="quiet">at most ${Math.max(...samples)}</span>`;
}
