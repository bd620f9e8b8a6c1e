// Draws the page of the address.
import { html, render, useEffect, useErrorBoundary, useRef }
  from '/_static/htm/3.1.1/preact/standalone.module.js';
import { Browse } from '/shop/browse.js';
import { Header } from '/shop/header.js';
import { Inbox } from '/shop/inbox.js';
import { ListingPage } from '/shop/listing.js';
import { OrderPage } from '/shop/order.js';
import { Orders } from '/shop/orders.js';
import { SignInDialog } from '/shop/people.js';
import { useRoute } from '/shop/router.js';
import { Sell } from '/shop/sell.js';

function pageOf(route) {
  const [, first, id] = route.path.split('/');
  if (first === 'listings') return ['A pair', html`<${ListingPage} id=${id} key=${id} />`];
  if (first === 'orders' && id) return ['An order', html`<${OrderPage} id=${id} key=${id} />`];
  return {
    '': ['Sneakers', html`<${Browse} route=${route} />`],
    sell: ['Sell', html`<${Sell} />`],
    orders: ['Orders', html`<${Orders} />`],
    inbox: ['Inbox', html`<${Inbox} />`],
  }[first];
}

function App() {
  const route = useRoute();
  const first = useRef(true);
  const [title, page] = pageOf(route);
  const [error, reset] = useErrorBoundary(failure => console.error(failure));
  useEffect(() => {
    document.title = `${title} – Swapr`;
    const start = document.querySelector('main h1') ?? document.getElementById('main');
    if (!first.current) start.focus({ preventScroll: true });
    first.current = false;
    reset();
  }, [route.path]);
  return html`
    <a class="skip" href="#main">Skip to the content</a>
    <${Header} route=${route} />
    <main id="main" tabindex="-1">${error
      ? html`<div class="trouble" role="alert"><p>This page has an error. Load it again.</p></div>` : page}</main>
    <footer>Swapr is a demonstration of event-driven services. Nothing here is really for sale.${' '}
      <a href="/start">How it works</a></footer>
    <${SignInDialog} />
    <div id="announcements" class="sr" role="status"></div>`;
}

render(html`<${App} />`, document.getElementById('app'));
