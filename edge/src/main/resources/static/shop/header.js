// The bar above every page: search, own pages with the number of news, the person, and the theme.
import { html, useEffect, useLayoutEffect, useRef, useState } from '/_static/htm/3.1.1/preact/standalone.module.js';
import { get } from '/shop/api.js';
import { askToSignIn, SampleUsers, useDemo } from '/shop/people.js';
import { useRead } from '/shop/reads.js';
import { go } from '/shop/router.js';
import { useUnseen } from '/shop/seen.js';
import { signOut, useSession } from '/shop/session.js';

const EVERY = 5_000;
const TYPING = 200;
const isOpen = order => !['CONFIRMED', 'CANCELLED'].includes(order.status);

export function Header({ route }) {
  const who = useSession();
  const id = who && !who.ended ? who.id : null;
  const orders = useRead(id && `open orders ${id}`, () => get('/api/orders?limit=50'), EVERY);
  const inbox = useRead(id && `news ${id}`, () => get('/api/notifications?limit=20'), EVERY);
  const open = id && !orders.isOld ? (orders.data?.items.filter(isOpen).length ?? 0) : 0;
  const news = useUnseen(id, id && !inbox.isOld ? inbox.data?.items : null);
  return html`<header class="top"><div>
    <a class="logo" href="/" aria-label="Swapr, all pairs">Swapr<b>.</b></a>
    <${Search} route=${route} />
    <nav aria-label="Shop">
      <${Page} href="/sell" path=${route.path}>Sell</${Page}>
      <${Page} href="/orders" path=${route.path} count=${open} most=${50} unit="open">Orders</${Page}>
      <${Page} href="/inbox" path=${route.path} count=${news} most=${20} unit="new">Inbox</${Page}>
    </nav>
    <${Account} who=${who} />
  </div></header>`;
}

/** @param most the largest number that the answer can have */
function Page({ href, path, count = 0, most, unit, children }) {
  return html`<a href=${href} aria-current=${path === href ? 'page' : undefined}>${children}
    ${count > 0 && html` <span class="badge">${count}${count === most && '+'}<span class="sr"> ${unit}</span>
      </span>`}</a>`;
}

function Search({ route }) {
  const input = useRef(null);
  const timer = useRef(0);
  const sent = useRef(null);
  const q = route.path === '/' ? route.query.get('q') ?? '' : '';
  useEffect(() => {
    if (q !== sent.current) input.current.value = q; // by a link or by Back, and not by this field
    sent.current = q;
  }, [q]);
  useLayoutEffect(() => {
    const focus = event => {
      const typing = event.target.closest?.('input, textarea, select, dialog');
      if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      input.current.select();
    };
    document.addEventListener('keydown', focus);
    return () => document.removeEventListener('keydown', focus);
  }, []);
  const search = replace => {
    clearTimeout(timer.current);
    if (replace && location.pathname !== '/') return;
    const query = location.pathname === '/' ? new URLSearchParams(location.search) : new URLSearchParams();
    const text = input.current.value.trim();
    if (text === (query.get('q') ?? '') && location.pathname === '/') return;
    sent.current = text;
    if (text) query.set('q', text);
    else query.delete('q');
    go('/' + (query.size ? '?' + query : ''), { replace });
  };
  const type = () => {
    clearTimeout(timer.current);
    if (location.pathname === '/') timer.current = setTimeout(() => search(true), TYPING);
  };
  const submit = event => {
    event.preventDefault();
    search(false);
  };
  return html`<form class="search" role="search" onSubmit=${submit}>
    <input ref=${input} type="search" name="q" aria-label="Search sneakers" placeholder="Search sneakers"
      maxlength="100" autocomplete="off" onInput=${type} /><kbd aria-hidden="true">/</kbd>
  </form>`;
}

function Account({ who }) {
  const menu = useRef(null);
  const demo = useDemo();
  const close = () => menu.current.hidePopover?.();
  const dialog = mode => { close(); askToSignIn(mode); };
  const signedIn = who && !who.ended;
  return html`<button type="button" class="account" popovertarget="account" aria-label=${signedIn
      ? `Account of ${who.name}` : 'Sign in'}>
    <span class="avatar" data-letter=${signedIn ? who.name[0].toUpperCase() : '?'}></span>
    <span class="name">${signedIn ? who.name : 'Sign in'}</span></button>
  <div id="account" class="menu" popover="auto" ref=${menu} role="dialog" aria-label="Account">
    ${demo.people.length > 0 && html`<p class="quiet">Use this tab as</p>`}
    <${SampleUsers} onDone=${close} />
    ${signedIn && html`<p class="quiet">Signed in as ${who.name}.</p>
      <button type="button" class="plain" onClick=${() => { close(); signOut(); }}>Sign out</button>`}
    ${!signedIn && html`<button type="button" class="plain" onClick=${() => dialog('sign-in')}>Sign in</button>
      <button type="button" class="plain" onClick=${() => dialog('account')}>Create an account</button>`}
    <${Theme} />
    <p class="links"><a href="/start">Start page</a> <a href="/catalog">Event catalog</a>
      ${demo.mail && html` <a href=${demo.mail} target="_blank" rel="noopener">Mailbox</a>`}</p>
  </div>`;
}

const THEMES = { system: 'System', light: 'Light', dark: 'Dark' };

function Theme() {
  const [theme, setTheme] = useState(document.documentElement.dataset.theme);
  const choose = next => {
    document.documentElement.dataset.theme = next;
    localStorage.setItem('swapr.theme', next);
    setTheme(next);
  };
  return html`<fieldset class="theme"><legend>Theme</legend>${Object.entries(THEMES).map(([value, text]) => html`
    <label key=${value}><input type="radio" name="theme" value=${value} checked=${theme === value}
      onChange=${() => choose(value)} /> ${text}</label>`)}</fieldset>`;
}
