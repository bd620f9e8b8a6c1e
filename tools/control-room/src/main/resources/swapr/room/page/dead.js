// The dead letters of all services. A service runs a redrive in the background; its state comes from its database.
import { html, useState } from '/room/preact.js';
import { shortName } from '/room/layout.js';
import { Letter } from '/room/letter.js';
import { change, Link, mayChange, OnlyReads, useAnswer, useSession } from '/room/pages.js';
import { clock } from '/room/tables.js';

export const nameOf = letter => `${shortName(letter.service)}/${letter.id}`;
const simple = type => type?.replace(/^.*\./, '') || 'none';
const LONGEST = 120;
/** The begin of the reason. The page of the dead letter has all of it. */
const reasonOf = ({ exception, message }) => {
  const text = [exception && simple(exception), message].filter(Boolean).join(': ');
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
};

export const Dead = ({ id }) => (id ? html`<${Letter} name=${id} />` : html`<${All} />`);

function All() {
  const [done, setDone] = useState({ count: 0 });
  const session = useSession();
  const acts = mayChange(session);
  const { data, error, status } = useAnswer('/room/api/dead', () => false, () => true,
    { every: 1_000, again: done.count });
  const act = async (path, body, text) => {
    const answer = await change(path, body);
    setDone(before => ({ count: before.count + 1, error: answer.error, text: !answer.error && text(answer.data) }));
  };
  return html`<article class="dead"><h2 tabindex="-1">Dead letters</h2>
    ${error && html`<p class="trouble" role="alert" data-status=${status}>${error}</p>`}
    <p role="status" class="done">${done.text}</p>
    ${done.error && html`<p class="trouble" role="alert">${done.error}</p>`}
    ${!data && !error && html`<p role="status">The room asks the services.</p>`}<${OnlyReads} session=${session} />
    ${data && html`<${Away} away=${data.away} />
      <${Groups} groups=${data.groups} act=${act} acts=${acts} />
      <${Letters} data=${data} act=${act} acts=${acts} />`}
  </article>`;
}

const Away = ({ away }) => Object.entries(away).map(([service, why]) => html`<p class="trouble" key=${service}
  data-away=${service}>${service} is missing here. ${why}</p>`);

/** One row for each consumer, handler and exception. */
function Groups({ groups, act, acts }) {
  if (groups.length === 0) return null;
  const redrive = group => act(`/room/api/dead/${shortName(group.service)}/redrive`,
    { consumer: group.consumer, handler: group.handler, exception: group.exception },
    answer => `Redrive requested for ${answer.requested} in ${group.consumer}.`);
  return html`<section tabindex="0" aria-label="Groups"><table class="deadgroups"><caption>By consumer, handler and
    exception</caption><thead><tr><th scope="col">consumer</th><th scope="col">handler</th>
      <th scope="col">exception</th><th scope="col" data-term="dead-letter">dead letters</th>
      <th scope="col" data-term="sequence">waiting behind</th>
      <th scope="col">oldest</th><th scope="col">action</th></tr></thead>
    <tbody>${groups.map(group => html`<tr key=${[group.consumer, group.handler, group.exception].join()}
        data-consumer=${group.consumer}>
      <th scope="row">${group.consumer}</th><td>${group.handler || 'none'}</td><td>${simple(group.exception)}</td>
      <td class="number">${group.letters}</td><td class="number">${group.waiting}</td>
      <td class="number">${clock(group.oldest, 0)}</td>
      <td>${acts && html`<button type="button" onClick=${() => redrive(group)} disabled=${group.parked === 0}
        aria-label=${`Redrive all of ${group.consumer}, ${simple(group.exception)}`}>Redrive all</button>`}</td>
    </tr>`)}</tbody></table></section>`;
}

function None() {
  const session = useSession();
  return html`<p class="empty">No dead letters. A record becomes one if its consumer cannot process it.
    ${session?.mode === 'act' && html` Try "Send a poison record" on <${Link} to="/room/faults">Faults<//>.`}</p>`;
}

function Letters({ data, act, acts }) {
  const letters = data.dead_letters;
  if (letters.length === 0) return html`<${None} />`;
  const redrive = letter => act(`/room/api/dead/${nameOf(letter)}/redrive`, {},
    () => `Redrive requested for ${nameOf(letter)}.`);
  const redriveKey = letter => act(`/room/api/dead/${shortName(letter.service)}/redrive`,
    { key: letter.sequence_key }, answer => `Redrive requested for ${answer.requested} with this key.`);
  return html`<section tabindex="0" aria-label="Dead letters"><table class="letters"><caption>Open dead letters, at most
      ${' ' + data.most} of each service</caption>
    <thead><tr><th scope="col">name</th><th scope="col">state</th><th scope="col">type</th><th scope="col">key</th>
      <th scope="col">consumer</th><th scope="col">attempts</th><th scope="col">reason</th>
      <th scope="col" data-term="redrive">redrive</th></tr></thead>
    <tbody>${letters.map(letter => html`<tr key=${nameOf(letter)} data-letter=${nameOf(letter)}
        data-life=${letter.life}>
      <th scope="row"><${Link} to=${`/room/dead/${nameOf(letter)}`}>${nameOf(letter)}<//></th>
      <td class="life">${letter.life}</td><td>${letter.event_type ?? 'malformed'}</td>
      <td><code>${letter.sequence_key}</code></td><td>${letter.consumer}</td>
      <td class="number">${letter.attempts}</td><td class="why">${reasonOf(letter)}</td>
      <td>${acts && letter.status === 'PARKED' && html`<div role="group" aria-label=${`Redrive ${nameOf(letter)}`}>
        <button type="button" onClick=${() => redrive(letter)}
          aria-label=${`Redrive ${nameOf(letter)}`}>This one</button>
        <button type="button" onClick=${() => redriveKey(letter)}
          aria-label=${`Redrive the key of ${nameOf(letter)}`}>Its key</button></div>`}</td></tr>`)}
    </tbody></table></section>`;
}
