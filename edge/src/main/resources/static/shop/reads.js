// Hooks that read from the REST API and keep the result fresh.
import { useCallback, useEffect, useRef, useState } from '/_static/htm/3.1.1/preact/standalone.module.js';
import { get } from '/shop/api.js';

const LONGEST_WAIT = 15_000;

/**
 * Reads once for each key, and again every so many milliseconds while the page is visible. After a temporary problem it
 * tries again, after 1, 2, 4 … 15 seconds. The data of the last success stays; it is old if it has another key.
 *
 * @param read returns a promise; null as key reads nothing
 * @param every milliseconds between two reads, or a function of the data; nothing means that one success is enough
 */
export function useRead(key, read, every) {
  const [state, setState] = useState({});
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (key === null) return undefined;
    let live = true;
    let timer;
    let failures = 0;
    const later = milliseconds => {
      timer = setTimeout(() => (document.hidden ? waitUntilVisible() : run()), milliseconds);
    };
    const waitUntilVisible = () => document.addEventListener('visibilitychange', run, { once: true });
    const run = async () => {
      try {
        const data = await read();
        if (!live) return;
        failures = 0;
        setState({ key, data, dataKey: key });
        const pause = typeof every === 'function' ? every(data) : every;
        if (pause) later(pause);
      } catch (problem) {
        if (!live) return;
        const wait = Math.min(1000 * 2 ** failures++, LONGEST_WAIT);
        const next = problem.isTemporary ? Date.now() + wait : null;
        setState(old => ({ data: old.data, dataKey: old.dataKey, key, problem, next,
          since: (old.key === key && old.since) || new Date() }));
        if (next) later(wait);
      }
    };
    run();
    return () => {
      live = false;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', run);
    };
  }, [key, attempt]);
  const again = useCallback(() => setAttempt(n => n + 1), []);
  const replace = useCallback(data => setState(old => ({ ...old, data })), []);
  const { data, since, next } = state;
  const problem = state.key === key ? state.problem : undefined;
  return { data, isOld: state.dataKey !== key, problem, since, next, again, replace };
}

/** A list with a cursor. Items that were read once stay, so a new item cannot push another one out. */
export function useList(path, every) {
  const first = useRead(path, () => get(path), every);
  const seen = useRef({ path: null, items: [] });
  const [failure, setFailure] = useState({});
  const [busy, setBusy] = useState(false);
  const now = useRef(path);
  now.current = path;
  if (first.data && !first.isOld) {
    const older = seen.current.path === path ? seen.current : { items: [] };
    seen.current = { path, items: merge(first.data.items, older.items), cursor: older.cursor };
  }
  const cursor = seen.current.cursor === undefined ? first.data?.next_cursor : seen.current.cursor;
  const readMore = async () => {
    setBusy(true);
    setFailure({});
    try {
      const page = await get(`${path}${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(cursor)}`);
      if (now.current !== path || seen.current.path !== path) return; // another list is shown
      seen.current = { path, items: merge(seen.current.items, page.items), cursor: page.next_cursor ?? null };
    } catch (problem) {
      setFailure({ path, problem });
    } finally {
      setBusy(false);
    }
  };
  const items = first.data && seen.current.items;
  const moreProblem = failure.path === path ? failure.problem : undefined;
  return { ...first, items, readMore: cursor && !first.isOld ? readMore : null, busy, moreProblem };
}

const merge = (items, others) => [...items, ...others.filter(other => items.every(item => item.id !== other.id))];
