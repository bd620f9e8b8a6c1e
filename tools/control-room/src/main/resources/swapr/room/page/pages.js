// The pages of the control room. A link changes the page without a new load, so the stream goes on.
import { html, useEffect, useState } from '/room/preact.js';
import { useLive } from '/room/live.js';

let followed = false;

/** True once after a person has followed a link inside the room. */
export function wasFollowed() {
  const was = followed;
  followed = false;
  return was;
}

/** Opens the page with this path. */
export function go(path) {
  history.pushState(null, '', path);
  followed = true;
  dispatchEvent(new PopStateEvent('popstate'));
  scrollTo(0, 0);
}

/** The kind of the page, and the id in its path if it has one. Both are undefined on the map. */
export function usePage() {
  const [path, setPath] = useState(location.pathname);
  useEffect(() => {
    const change = () => setPath(location.pathname);
    addEventListener('popstate', change);
    return () => removeEventListener('popstate', change);
  }, []);
  const [, kind, id] =
    path.match(/^\/room\/(journeys|orders|compare|topics|dead|balance|faults|containers)(?:\/(.+))?$/) ?? [];
  return { kind, id: id && decodeURIComponent(id) };
}

export const pathOf = (kind, id) => `/room/${kind}/${encodeURIComponent(id)}`;

/** Sends a change to the room. Returns its answer, or an error with a sentence. */
export async function change(path, body) {
  const headers = { 'Content-Type': 'application/json', 'X-Swapr': 'room' };
  return ask(path, { method: 'POST', headers, body: JSON.stringify(body) });
}

export function Link({ to, children, ...others }) {
  const click = event => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(to);
  };
  return html`<a href=${to} onClick=${click} ...${others}>${children}</a>`;
}

/** Opens the journey with an id that a person has typed. */
export function Find() {
  const submit = event => {
    event.preventDefault();
    const id = new FormData(event.target).get('id').trim();
    if (id) go(pathOf('journeys', id));
  };
  return html`<form class="find" onSubmit=${submit}>
    <label>Correlation id <input name="id" autocomplete="off" spellcheck="false" maxlength="64" /></label>
    <button type="submit">Open</button></form>`;
}

/**
 * Asks the room for this path. Asks again for each record that concerns the page, and every 2 s while wanted. After an
 * error, the last data stays. `again` is any value: another one asks at once.
 */
export function useAnswer(path, concerns, isWanted, { every = 2_000, again } = {}) {
  const { records } = useLive();
  const [answer, setAnswer] = useState({});
  const seen = records.filter(concerns).length;
  const wanted = isWanted(answer) || [0, 503].includes(answer.status);
  useEffect(() => {
    const mine = new AbortController();
    const take = next => {
      isAnswered = true;
      setAnswer(before => ({ data: before.data, ...next }));
    };
    let isAnswered = false;
    let isOpen = false; // one request at a time: a browser has only six connections to the room
    const get = () => {
      if (document.hidden || isOpen) return;
      isOpen = true;
      ask(path, { signal: mine.signal }).then(take, () => {}).finally(() => { isOpen = false; });
    };
    get();
    const see = () => (wanted || !isAnswered) && get(); // a page in the background asks when a person sees it
    document.addEventListener('visibilitychange', see);
    const timer = wanted && setInterval(get, every);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', see);
      mine.abort();
    };
  }, [path, seen, wanted, every, again]);
  return answer;
}

/** What this session may do (`mode`), and where the marketplace runs (`site`). Undefined until the room answers. */
export const useSession = () => useAnswer('/room/api/session', () => false, answer => !answer.data).data;

/** Whether there are buttons. Before the answer there are none, so no button disappears under a click. */
export const mayChange = session => session?.mode === 'act';

/** A sentence in place of the buttons. */
export const OnlyReads = ({ session }) => session?.mode === 'read' && html`<p class="quiet">This control room only
  reads. <code>./swapr dead-letters --help</code> has the commands.</p>`;

/** The data, or a sentence about the error. It throws only if the page does not need the answer any more. */
async function ask(path, options) {
  try {
    const response = await fetch(path, options);
    const body = await response.json();
    return response.ok ? { data: body, error: null } : { error: body.detail, status: response.status };
  } catch (failure) {
    if (options.signal?.aborted) throw failure;
    return { error: 'The control room cannot be reached.', status: 0 };
  }
}
