// The frame of the control room: the head, and one of its pages below it.
import { html, render, useEffect, useErrorBoundary, useState } from '/room/preact.js';
import { live, start, useLive } from '/room/live.js';
import { Map } from '/room/map.js';
import { ModeButton, Theme, useKeys, useMode } from '/room/modes.js';
import { hold, step, waitingHops } from '/room/motion.js';
import { Find, go, Link, usePage, useSession, wasFollowed } from '/room/pages.js';
import { clock, Outboxes, Recent, Tables } from '/room/tables.js';

/** The pages, and a part of all pages, that are loaded when a person opens them. */
const PAGES = {
  journeys: () => import('/room/journey.js').then(module => module.Journey),
  recent: () => import('/room/recent.js').then(module => module.RecentJourneys),
  compare: () => import('/room/compare.js').then(module => module.Compare),
  keys: () => import('/room/keys.js').then(module => module.Keys),
  orders: () => import('/room/orders.js').then(module => module.Orders),
  order: () => import('/room/order.js').then(module => module.Order),
  topics: () => import('/room/topics.js').then(module => module.Topics),
  dead: () => import('/room/dead.js').then(module => module.Dead),
  balance: () => import('/room/balance.js').then(module => module.Balance),
  faults: () => import('/room/faults.js').then(module => module.Faults),
  containers: () => import('/room/containers.js').then(module => module.Containers),
  explain: () => import('/room/explain.js').then(module => module.Explain),
};
/** Journeys and orders have a page for all of them, and one for an id. */
const moduleOf = (kind, id) =>
  ({ journeys: id ? 'journeys' : 'recent', orders: id ? 'order' : 'orders' })[kind] ?? kind;
const TITLES = {
  journeys: 'Journeys', compare: 'Compare', orders: 'Orders', topics: 'Topics', dead: 'Dead letters',
  balance: 'Balance', faults: 'Faults', containers: 'Containers',
};

function App() {
  const { kind, id } = usePage();
  const [view, setView] = useState(localStorage.getItem('swapr.room.view') ?? 'map');
  const [error] = useErrorBoundary(failure => console.error(failure));
  const present = useMode('present');
  const explain = useMode('explain');
  const [keys, showKeys] = useState(false);
  const show = name => {
    localStorage.setItem('swapr.room.view', name);
    setView(name);
  };
  useKeys({ t: () => kind || show(view === 'map' ? 'table' : 'map'), p: present[1], e: explain[1],
    '?': () => showKeys(true) });
  useEffect(() => {
    document.title = `${TITLES[kind] ?? 'Control room'} – Swapr`;
  }, [kind, id]);
  useEffect(() => addEventListener('beforeprint', () => {
    document.querySelectorAll('details').forEach(one => { one.open = true; });
  }), []);
  if (error) return html`<main><p role="alert">This page has an error. Load it again.</p></main>`;
  return html`<a class="skip" href="#content">Skip to the content</a>
    <header><h1>${kind ? html`<${Link} to="/room/">Swapr control room<//>` : 'Swapr control room'}</h1>
      <${Navigation} kind=${kind} />
      ${!kind && html`<div role="group" aria-label="View">
        ${['map', 'table'].map(name => html`<button type="button" key=${name} aria-pressed=${view === name}
          onClick=${() => show(name)}>${name === 'map' ? 'Drawing' : 'Table'}</button>`)}
      </div>`}
      <${ModeButton} mode=${present}>Present<//><${ModeButton} mode=${explain}>Explain<//>
      <button type="button" aria-haspopup="dialog" onClick=${() => showKeys(true)}>Keys</button>
      <${Find} /><${Theme} /><${Connection} />
    </header>
    <main id="content" tabindex="-1"><${Trouble} />
      ${kind ? html`<${Loaded} key=${kind + (id ?? '')} id=${id}
        kind=${moduleOf(kind, id)} />` : html`<${Overview} view=${view} />`}
    </main>${explain[0] && html`<${Loaded} kind="explain" />`}
    ${keys && html`<${Loaded} kind="keys" close=${() => showKeys(false)} />`}`;
}

/** Faults, if the room may change something. Containers have commands to copy. */
const lastPages = session => [...(session?.mode === 'act' ? [['faults', 'Faults']] : []),
  ...(session?.site === 'containers' ? [['containers', 'Containers']] : [])];

function Navigation({ kind }) {
  const { state } = useLive();
  const session = useSession();
  const dead = state?.services.reduce((sum, service) => sum + service.dead_letters, 0) ?? 0;
  const links = [[undefined, 'Map'], ['topics', 'Topics'], ['dead', dead > 0 ? `Dead letters ${dead}` : 'Dead letters'],
    ['balance', 'Balance'], ['journeys', 'Journeys'], ['orders', 'Orders'], ...lastPages(session)];
  const shown = kind === 'compare' ? 'journeys' : kind;
  const pathOfPage = page => (page ? `/room/${page}` : '/room/');
  useKeys(Object.fromEntries(links.map(([page], n) => [n + 1, () => go(pathOfPage(page))])));
  return html`<nav aria-label="Pages">${links.map(([page, text]) => html`<${Link} key=${page} data-page=${page ?? 'map'}
    to=${pathOfPage(page)} aria-current=${page === shown ? 'page' : undefined}>${text}<//>`)}</nav>`;
}

/** The map, and the hops that wait while its tokens stand still. */
function Drawing() {
  const [, draw] = useState(0);
  const act = (action, event) => {
    if (event.key === ' ' && event.target.closest?.('button, summary')) return; // it presses them
    event.preventDefault();
    action();
    draw(n => n + 1);
  };
  useKeys({ ' ': event => act(hold, event), arrowright: event => waitingHops() === null || act(step, event) });
  useLive();
  const waiting = waitingHops();
  return html`${waiting !== null && html`<p class="held"><span role="status">The tokens stand still.</span> ${waiting}
    ${waiting === 1 ? ' hop waits' : ' hops wait'}. → shows the next one, Space all of them.</p>`}
    <${Map} /><${Legend} />`;
}

const Overview = ({ view }) => html`${view === 'map' ? html`<${Drawing} />` : html`<${Tables} />`}
  <${Outboxes} /><${Recent} />`;

/** Loads the module of a page, and shows the page. */
function Loaded({ kind, ...others }) {
  const [Page, setPage] = useState(null);
  useEffect(() => {
    PAGES[kind]().then(component => setPage(() => component), () => setPage(() => NotLoaded));
  }, [kind]);
  useEffect(() => { // the link that had the focus is gone
    if (!Page || !wasFollowed() || document.activeElement !== document.body) return;
    document.querySelector('main h2')?.focus({ preventScroll: true });
  }, [Page]);
  return Page ? html`<${Page} ...${others} />` : html`<p role="status">Loading the page.</p>`;
}

const NotLoaded = () => html`<p class="trouble" role="alert">The control room did not send this page. Load it
  again.</p>`;

const Legend = () => html`<p class="legend quiet">● event ■ command ▲ dead letter. Each token is a record on Kafka. It
  moves slowly; the table of records has the real times. A group has read a record when its committed offset is beyond
  the record. A work queue has finished a command when its service has stored the result. The key ?
  shows all keys.</p>`;

/** The state of the stream. It is polite, and it changes only with the connection. */
function Connection() {
  const { state, lost, total, undrawn } = useLive();
  const text = lost ? 'stream lost' : state?.reading ? 'live' : state ? 'waiting for Kafka' : 'connecting';
  return html`<p class="connection"><span role="status" data-stream=${text}>${text}</span>
    <span class="quiet"> ${total} ${total === 1 ? 'record' : 'records'} since this page was
      opened${undrawn > 0 && `, ${undrawn} records and reads without a token`}
    </span></p>`;
}

function Trouble() {
  const { state } = useLive();
  if (live.lost) {
    return html`<p class="trouble" role="alert">The stream has been lost since ${clock(live.lost.since, 0)}.
      ${' ' + live.lost.why}${' '}
      ${live.seenAt && `The figures are from ${clock(live.seenAt, 0)}.`} The page tries again every two seconds.</p>`;
  }
  const away = state?.processes.filter(process => process.health !== 'HEALTHY') ?? [];
  return away.length > 0 && html`<p class="trouble" role="status">Not healthy: ${away.map(one => one.name).join(', ')}.
    The outbox of a service that is away is its last one.</p>`;
}

render(html`<${App} />`, document.getElementById('app'));
start();
