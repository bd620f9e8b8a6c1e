// The frame of the control room: the head, and one of its pages below it.
import { html, render, useEffect, useErrorBoundary, useState } from '/room/preact.js';
import { live, start, useLive } from '/room/live.js';
import { Map } from '/room/map.js';
import { Find, Link, useAnswer, usePage } from '/room/pages.js';
import { clock, Outboxes, Recent, Tables } from '/room/tables.js';

/** The pages that are loaded when a person opens them. */
const PAGES = {
  journeys: () => import('/room/journey.js').then(module => module.Journey),
  orders: () => import('/room/order.js').then(module => module.Order),
  topics: () => import('/room/topics.js').then(module => module.Topics),
  dead: () => import('/room/dead.js').then(module => module.Dead),
  balance: () => import('/room/balance.js').then(module => module.Balance),
  faults: () => import('/room/faults.js').then(module => module.Faults),
};
const TITLES = {
  journeys: 'Journey', orders: 'Order', topics: 'Topics', dead: 'Dead letters', balance: 'Balance', faults: 'Faults',
};
const THEMES = { system: 'light', light: 'dark', dark: 'system' };
const stored = (name, value) => localStorage.setItem(`swapr.room.${name}`, value);

function App() {
  const { kind, id } = usePage();
  const [view, setView] = useState(localStorage.getItem('swapr.room.view') ?? 'map');
  const [error] = useErrorBoundary(failure => console.error(failure));
  const show = name => {
    stored('view', name);
    setView(name);
  };
  useEffect(() => {
    const press = event => {
      const typing = event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.('input, textarea');
      if (event.key.toLowerCase() === 't' && !typing && !kind) show(view === 'map' ? 'table' : 'map');
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [view, kind]);
  useEffect(() => {
    document.title = `${TITLES[kind] ?? 'Control room'} – Swapr`;
  }, [kind, id]);
  if (error) return html`<main><p role="alert">This page has an error. Load it again.</p></main>`;
  return html`<a class="skip" href="#content">Skip to the content</a>
    <header><h1>${kind ? html`<${Link} to="/room/">Swapr control room<//>` : 'Swapr control room'}</h1>
      <${Navigation} kind=${kind} />
      ${!kind && html`<div role="group" aria-label="View">
        ${['map', 'table'].map(name => html`<button type="button" key=${name} aria-pressed=${view === name}
          onClick=${() => show(name)}>${name === 'map' ? 'Drawing' : 'Table'}</button>`)}
      </div>`}
      <${Find} /><${Theme} /><${Connection} />
    </header>
    <main id="content" tabindex="-1"><${Trouble} />
      ${kind ? html`<${Loaded} key=${kind + (id ?? '')} kind=${kind} id=${id} />` : html`<${Overview} view=${view} />`}
    </main>`;
}

function Navigation({ kind }) {
  const { state } = useLive();
  const mode = useAnswer('/room/api/session', () => false, answer => !answer.data).data?.mode;
  const dead = state?.services.reduce((sum, service) => sum + service.dead_letters, 0) ?? 0;
  const links = [[undefined, 'Map'], ['topics', 'Topics'], ['dead', dead > 0 ? `Dead letters ${dead}` : 'Dead letters'],
    ['balance', 'Balance'], ...(mode === 'act' ? [['faults', 'Faults']] : [])];
  return html`<nav aria-label="Pages">${links.map(([page, text]) => html`<${Link} key=${page} data-page=${page ?? 'map'}
    to=${page ? `/room/${page}` : '/room/'} aria-current=${page === kind ? 'page' : undefined}>${text}<//>`)}</nav>`;
}

const Overview = ({ view }) => html`${view === 'map' ? html`<${Map} /><${Legend} />` : html`<${Tables} />`}
  <${Outboxes} /><${Recent} />`;

/** Loads the module of a page, and shows the page. */
function Loaded({ kind, id }) {
  const [Page, setPage] = useState(null);
  useEffect(() => {
    PAGES[kind]().then(component => setPage(() => component), () => setPage(() => NotLoaded));
  }, [kind]);
  return Page ? html`<${Page} id=${id} />` : html`<p role="status">Loading the page.</p>`;
}

const NotLoaded = () => html`<p class="trouble" role="alert">The control room did not send this page. Load it
  again.</p>`;

const Legend = () => html`<p class="legend quiet">● event ■ command ▲ dead letter. Each token is a record on Kafka. It
  moves slowly; the table of records has the real times. A group has read a record when its committed offset is beyond
  the record. A work queue has finished a command when its service has stored the result. Press T for the tables.</p>`;

function Theme() {
  const [theme, setTheme] = useState(document.documentElement.dataset.theme);
  const next = () => {
    const other = THEMES[theme];
    document.documentElement.dataset.theme = other;
    stored('theme', other);
    setTheme(other);
  };
  return html`<button type="button" onClick=${next}>Theme: ${theme}</button>`;
}

/** The state of the stream. It is polite, and it changes only with the connection. */
function Connection() {
  const { state, lost, total, skipped } = useLive();
  const text = lost ? 'stream lost' : state?.reading ? 'live' : state ? 'waiting for Kafka' : 'connecting';
  return html`<p class="connection"><span role="status" data-stream=${text}>${text}</span>
    <span class="quiet"> ${total} ${total === 1 ? 'record' : 'records'} since this page was
      opened${skipped > 0 && `, ${skipped} of them not drawn`}
    </span></p>`;
}

function Trouble() {
  const { state } = useLive();
  if (live.lost) {
    return html`<p class="trouble" role="alert">The stream is lost since ${clock(live.lost.since, 0)}.
      ${' ' + live.lost.why}${' '}
      ${live.seenAt && `The figures are from ${clock(live.seenAt, 0)}.`} The page tries again every two seconds.</p>`;
  }
  const away = state?.processes.filter(process => process.health !== 'HEALTHY') ?? [];
  return away.length > 0 && html`<p class="trouble" role="status">Not healthy: ${away.map(one => one.name).join(', ')}.
    The outbox of a service that is away is its last one.</p>`;
}

render(html`<${App} />`, document.getElementById('app'));
start();
