// The newest notification that a person has seen in this browser.
import { useEffect, useState } from '/_static/htm/3.1.1/preact/standalone.module.js';

const listeners = new Set();
const key = id => 'swapr.seen.' + id;

/** The number of notifications that are newer. At the first time all of them count as seen. */
export function useUnseen(id, items) {
  const [, changed] = useState(0);
  useEffect(() => {
    const listener = () => changed(n => n + 1);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, []);
  if (!items) return 0;
  const until = localStorage.getItem(key(id));
  if (until === null) localStorage.setItem(key(id), items[0]?.created_at ?? '');
  return until === null ? 0 : items.filter(item => item.created_at > until).length;
}

export function markSeen(id, items) {
  localStorage.setItem(key(id), items[0]?.created_at ?? '');
  listeners.forEach(listener => listener());
}
