// The address decides which page is shown. Links of the shop change the address without loading the page again.
import { useEffect, useState } from '/_static/htm/3.1.1/preact/standalone.module.js';

const PAGES = [/^\/$/, /^\/listings\/[^/]+$/, /^\/sell$/, /^\/orders$/, /^\/orders\/[^/]+$/, /^\/inbox$/];
const listeners = new Set();
const read = () => ({ path: location.pathname, query: new URLSearchParams(location.search) });
const changed = () => listeners.forEach(listener => listener(read()));

export function useRoute() {
  const [route, set] = useState(read());
  useEffect(() => {
    listeners.add(set);
    return () => listeners.delete(set);
  }, []);
  return route;
}

export function go(address, { replace = false } = {}) {
  const before = location.pathname;
  history[replace ? 'replaceState' : 'pushState'](null, '', address);
  if (location.pathname !== before) scrollTo(0, 0);
  changed();
}

addEventListener('popstate', changed);

document.addEventListener('click', event => {
  const link = event.target.closest?.('a[href]');
  const modified = event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
  if (!link || modified || event.defaultPrevented || link.target || link.origin !== location.origin) return;
  if (link.hash || !PAGES.some(page => page.test(link.pathname))) return;
  event.preventDefault();
  go(link.pathname + link.search);
});
