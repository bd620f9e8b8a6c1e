// Is a message lost? Published messages against the inboxes of their consumers, all cut at one moment.
import { html, useState } from '/room/preact.js';
import { shortName } from '/room/layout.js';
import { change, mayChange, useAnswer, useSession } from '/room/pages.js';
import { clock } from '/room/tables.js';

const number = count => count.toLocaleString('en-US');

/** The verdict in large letters, and the sentence below it. */
const VERDICTS = {
  nothing_lost: () => ['nothing lost', 'Each consumer has a row in its inbox for each message.'],
  on_the_way: data => [`${number(data.on_their_way)} on the way`,
    'They are in an outbox, or on Kafka in front of a consumer. Nothing shows that one is lost.'],
  missing: data => [`missing: ${number(data.missing)}`,
    'They were on Kafka, and their consumer had read the topic, but its inbox has no row for them.'],
  too_many: () => ['too many to count live',
    'A service needs more than two seconds to count. After ./swapr up, the oracle below has no such limit.'],
  unknown: data => ['unknown', `${Object.keys(data.away).join(', ')} did not answer, so its part is missing.`],
};

export function Balance() {
  const { data, error, status } = useAnswer('/room/api/balance', () => false, () => true);
  return html`<article class="balance"><h2 tabindex="-1">Balance</h2>
    ${error && html`<p class="trouble" role="alert" data-status=${status}>${error} The page asks again every two
      seconds.</p>`}
    ${!data && !error && html`<p role="status">The services count their messages.</p>`}
    ${data && html`<${Verdict} data=${data} /><${Money} money=${data.money} /><${Rows} rows=${data.rows} />
      <p class="legend quiet">All services count the messages whose id was made before this moment. Parallel versions of
        one fact count once for a consumer. "Parked" are dead letters and commands that are tried again: they are kept.
        "Foreign" are records that no service has published.</p>`}
    <${Oracle} />
  </article>`;
}

function Verdict({ data }) {
  const [verdict, sentence] = VERDICTS[data.verdict](data);
  const parked = data.rows.flatMap(row => row.readers).reduce((sum, reader) => sum + reader.parked, 0);
  return html`<div data-verdict=${data.verdict} data-until=${data.until}>
    <p role="status" class="verdict" data-term="balance">${verdict}</p>
    <p>${sentence}${parked > 0 && ` ${number(parked)} are parked.`} Counted until ${clock(data.until)}; a new count is
      made every ten seconds.</p>
    ${Object.entries(data.away).map(([service, why]) => html`<p class="trouble" key=${service} data-away=${service}>
      ${service} is missing here. ${why}</p>`)}</div>`;
}

/** All invariants, checked by another process. Its lines appear while it runs. */
function Oracle() {
  const session = useSession();
  const [begun, begin] = useState({ count: 0 });
  const { data } = useAnswer('/room/api/oracle', () => false, answer => !answer.data || answer.data.running,
    { every: 1_000, again: begun.count });
  const run = async () => {
    const { error } = await change('/room/api/oracle', {});
    begin({ count: begun.count + 1, error });
  };
  if (session?.site !== 'local') return null; // it needs ./swapr
  const verdict = data?.running ? 'The oracle checks.' : data?.exit_code === 0 ? 'All invariants hold.'
    : data?.exit_code > 0 && 'The check failed. The last lines say why.';
  return html`<section class="oracle" aria-label="Oracle"><h3 data-term="oracle">Oracle</h3>
    <p><code>./swapr chaos --check</code> waits until nothing is open. Then it checks all invariants from outside.
      ${mayChange(session) && html` <button type="button" onClick=${run}
        disabled=${data?.running}>Check all invariants</button>`}</p>
    ${begun.error && html`<p class="trouble" role="alert">${begun.error}</p>`}
    <p role="status" class="result">${verdict}</p>
    ${data?.lines.length > 0 && html`<pre tabindex="0" aria-label="Lines of the oracle">${data.lines.join('\n')}</pre>`}
  </section>`;
}

const amount = value => (value === undefined ? 'unknown' : Number(value).toFixed(2));

function Money({ money }) {
  const known = ['captured', 'refunded', 'confirmed'].every(name => money[name] !== undefined);
  const difference = known ? Math.round((money.captured - money.refunded - money.confirmed) * 100) / 100 : undefined;
  return html`<section tabindex="0" aria-label="Money"><table class="money"><caption>Money until this moment</caption>
    <thead><tr><th scope="col" data-term="idempotency-key">captured by the bank</th>
      <th scope="col">refunded by the bank</th>
      <th scope="col">price of the confirmed orders</th>
      <th scope="col">captured − refunded − confirmed</th></tr></thead>
    <tbody><tr><td class="number" data-money="captured">${amount(money.captured)}</td>
      <td class="number" data-money="refunded">${amount(money.refunded)}</td>
      <td class="number" data-money="confirmed">${amount(money.confirmed)}</td>
      <td class="number" data-money="difference" data-high=${difference !== 0}>${amount(difference)}</td></tr></tbody>
    </table>
    ${difference !== undefined && difference !== 0 && html`<p class="quiet">The difference belongs to orders that were
      charged before this moment and confirmed or refunded after it.</p>`}
    ${!known && html`<p class="quiet">The bank or purchase-service did not answer.</p>`}</section>`;
}

function Rows({ rows }) {
  if (rows.length === 0) return html`<p class="empty">No service has published a message. Buy a pair in the shop.</p>`;
  return html`<section tabindex="0" aria-label="Messages"><table class="sheet"><caption>Messages and their
      consumers</caption>
    <thead><tr><th scope="col">type</th><th scope="col">topic</th>
      <th scope="col" data-term="parallel-versions">published, by version</th>
      <th scope="col" data-term="outbox">unsent</th><th scope="col">consumer</th>
      <th scope="col" data-term="inbox">applied</th><th scope="col" data-term="dead-letter">parked</th>
      <th scope="col">discarded</th><th scope="col">on its way</th><th scope="col">foreign</th></tr></thead>
    <tbody>${rows.map(row => html`<${Type} key=${row.topic + row.type} row=${row} />`)}</tbody></table></section>`;
}

/** The versions are in one cell; each consumer has a row. */
function Type({ row }) {
  const readers = row.readers.length > 0 ? row.readers : [null];
  return readers.map((reader, n) => html`<tr key=${row.type + n} data-type=${row.type} data-topic=${row.topic}
      data-consumer=${reader?.consumer}>
    ${n === 0 && html`<th scope="row" rowspan=${readers.length}>${row.type}</th>
      <td rowspan=${readers.length}>${row.topic}</td>
      <td class="number" rowspan=${readers.length}>${row.versions.map(one => html`<div key=${one.version}
        data-version=${one.version}>version ${one.version}: <span class="published">${one.published}</span></div>`)}
      </td>
      <td class="number unsent" rowspan=${readers.length} data-high=${row.unsent > 0}>${row.unsent}</td>`}
    ${reader === null ? html`<td class="quiet" colspan="6">no consumer</td>` : html`<${Reader} reader=${reader} />`}
  </tr>`);
}

function Reader({ reader }) {
  const figure = (name, value, high) => html`<td class="number" data-figure=${name} data-high=${high && value > 0}>
    ${reader.known ? value : 'unknown'}</td>`;
  return html`<td>${reader.consumer === reader.service ? shortName(reader.consumer) : reader.consumer}</td>
    ${figure('applied', reader.applied)}${figure('parked', reader.parked, true)}
    ${figure('discarded', reader.discarded)}${figure('on-its-way', reader.on_its_way, true)}
    ${figure('foreign', reader.foreign)}`;
}
