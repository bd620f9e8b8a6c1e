// Two journeys on one scale of time. Each begins at 0. A message that only one of them has is marked.
import { html } from '/room/preact.js';
import { Link, pathOf, useAnswer } from '/room/pages.js';
import { duration, isOpen, micros, nameOf, publisherOf } from '/room/steps.js';
import { LEFT, RIGHT, ROW, scaleOf, TOP } from '/room/timeline.js';

export function Compare({ id }) {
  const [first, second] = id.split('~');
  const read = one => useAnswer(`/room/api/journeys/${encodeURIComponent(one ?? '')}`,
    record => record.correlation_id === one, answer => (answer.data ? isOpen(answer.data) : Boolean(answer.error)));
  const a = read(first);
  const b = read(second);
  const error = a.error ?? b.error;
  const away = [...new Set([a, b].flatMap(one => Object.keys(one.data?.away ?? {})))]
    .filter(name => !['bank', 'mail'].includes(name)); // they publish no messages
  return html`<article class="compare"><h2 tabindex="-1">Compare two journeys</h2>
    ${[['A', first], ['B', second]].map(([name, one]) => html`<p key=${name}>${name}:${' '}
      <${Link} to=${pathOf('journeys', one ?? '')}><code>${one}</code><//></p>`)}
    ${error && html`<p class="trouble" role="alert">${error}</p>`}
    ${away.length > 0 && html`<p class="trouble" role="status">${away.join(', ')} did not answer, so
      messages are missing here.</p>`}
    ${!error && !(a.data && b.data) && html`<p role="status">The room asks the services.</p>`}
    ${a.data && b.data && html`<${Both} rows=${rowsOf(a.data, b.data)} />`}
  </article>`;
}

/** The messages with their time since the first one, by type and number: the second e-mail has a row of its own. */
function stepsOf({ messages }) {
  const known = messages.filter(message => message.body.timestamp);
  const start = Math.min(...known.map(message => micros(message.body.timestamp)));
  const seen = {};
  return Object.fromEntries(known.map(message => {
    const n = seen[message.event_type] = (seen[message.event_type] ?? 0) + 1;
    return [message.event_type + (n > 1 ? ` ${n}` : ''), { message, after: micros(message.body.timestamp) - start }];
  }));
}

function rowsOf(one, other) {
  const [a, b] = [stepsOf(one), stepsOf(other)];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .map(name => ({ name, a: a[name], b: b[name], only: !b[name] ? 'A' : !a[name] ? 'B' : undefined }))
    .sort((x, y) => (x.a ?? x.b).after - (y.a ?? y.b).after);
}

function Both({ rows }) {
  const only = rows.filter(row => row.only);
  return html`<p role="status"><strong>${only.length === 0 ? 'Both have the same messages.'
      : `${only.length} of ${rows.length} messages are in one of them only.`}</strong></p>
    <section tabindex="0" aria-label="Drawing"><${Drawing} rows=${rows} /></section>
    <p class="legend quiet">● A ○ B. The time is that of the append in the service, since the first message of the
      journey.</p>
    <section tabindex="0" aria-label="Messages"><table class="messages"><caption>Messages of both</caption>
      <thead><tr><th scope="col">message</th><th scope="col">publisher</th><th scope="col">A after</th>
        <th scope="col">B after</th><th scope="col">only in</th><th scope="col">reactions in A</th>
        <th scope="col">reactions in B</th></tr></thead>
      <tbody>${rows.map(({ name, a, b, only: side }) => html`<tr key=${name} data-message=${name} data-only=${side}>
        <th scope="row">${name}</th><td>${publisherOf((a ?? b).message)}</td>
        <td class="number">${a && duration(a.after)}</td><td class="number">${b && duration(b.after)}</td>
        <td>${side && `only in ${side}`}</td><td>${reactions(a)}</td><td>${reactions(b)}</td></tr>`)}</tbody>
    </table></section>`;
}

const reactions = step => step?.message.reactions.map(one => `${nameOf(one)}: ${one.outcome}`).join(', ');

function Drawing({ rows }) {
  const scale = scaleOf(rows.flatMap(({ a, b }) => [a, b].filter(Boolean).map(step => step.after)));
  const height = TOP + rows.length * ROW + 8;
  return html`<svg class="drawing" viewBox="0 0 1200 ${height}" role="img"
      aria-label="The messages of both journeys on one line of time. The table below has the same times.">
    <text class="label" x=${LEFT} y="16">0 ms</text>
    <text class="label end" x=${RIGHT} y="16">${duration(scale.length)}</text>
    <line class="axis" x1=${LEFT} y1="24" x2=${RIGHT} y2="24" />
    ${scale.cuts.map(cut => html`<rect key=${cut.from} class="gap" x=${cut.from} y="19" width=${cut.to - cut.from}
      height=${height - 24}><title>${duration(cut.gap)} cut</title></rect>`)}
    ${rows.map(({ name, a, b, only }, n) => {
      const y = TOP + n * ROW + 10;
      const [x1, x2] = [a ?? b, b ?? a].map(step => scale.xOf(step.after));
      return html`<g key=${name} data-row=${name} data-only=${only}>
        <text x="8" y=${y + 5}>${name}</text><line class="wait" x1=${x1} y1=${y} x2=${x2} y2=${y} />
        ${b && html`<circle class="b" cx=${x2} cy=${y} r="8" />`}
        ${a && html`<circle class="a" cx=${x1} cy=${y} r="5" />`}
        <text class="label" x=${RIGHT + 16} y=${y + 5}>${only ? `only in ${only}`
          : difference(b.after - a.after)}</text>
      </g>`;
    })}</svg>`;
}

const difference = time => (time === 0 ? 'the same time'
  : `B ${duration(Math.abs(time))} ${time > 0 ? 'later' : 'earlier'}`);
