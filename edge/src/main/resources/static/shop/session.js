// The signed-in person of this tab. Two tabs can have two people.
import { useEffect, useState } from '/_static/htm/3.1.1/preact/standalone.module.js';
import { Problem, request } from '/shop/http.js';

const KEY = 'swapr.session';
const listeners = new Set();
let current = JSON.parse(sessionStorage.getItem(KEY));

/** The session, or null: id, name, token, since and until in milliseconds, the sample user, and if it has ended. */
export const session = () => current;

function keep(next) {
  current = next;
  if (next) sessionStorage.setItem(KEY, JSON.stringify(next));
  else sessionStorage.removeItem(KEY);
  listeners.forEach(listener => listener(next));
}

export function useSession() {
  const [value, set] = useState(current);
  useEffect(() => {
    listeners.add(set);
    set(current);
    return () => listeners.delete(set);
  }, []);
  return value;
}

function claims(token) {
  const bytes = Uint8Array.from(atob(token.split('.')[1].replace(/-/g, '+').replace(/_/g, '/')), c => c.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes));
}

function open(answer, person) {
  const { sub, name } = claims(answer.access_token);
  const since = Date.now();
  keep({ id: sub, name, token: answer.access_token, since, until: since + answer.expires_in * 1000, person });
}

export async function signIn(email, password) {
  open(await request('POST', '/api/sessions', { body: { email, password } }));
}

export async function register(name, email, password) {
  await request('POST', '/api/users', { body: { name, email, password } });
  await signIn(email, password);
}

/** Signs in a sample user. Only a marketplace on this machine can do that. */
export async function signInSample(person) {
  open(await request('POST', '/demo/sessions', { body: { person } }), person);
}

export const signOut = () => keep(null);

let renewal = null;

/** Gets a new token for a sample user. Other people must sign in again, because only they know their password. */
async function renew() {
  const { person } = current;
  renewal ??= request('POST', '/demo/sessions', { body: { person } })
    .then(answer => { if (current?.person === person) open(answer, person); }) // else the tab has another person now
    .finally(() => { renewal = null; });
  await renewal;
}

/** Calls the REST API as this person. A token that is no longer valid is renewed once, or the session has ended. */
export async function call(method, path, options = {}) {
  const id = current?.id;
  if (current?.person && Date.now() > (current.since + current.until) / 2) {
    const isOver = Date.now() > current.until;
    const renewed = renew().catch(() => {});
    if (isOver) await renewed; // until then the old token is valid
    if (current?.id !== id && method !== 'GET') throw new Problem(401, { detail: 'This tab has another person now.' });
  }
  const token = usable();
  try {
    return await request(method, path, { ...options, token });
  } catch (problem) {
    if (problem.status !== 401 || !current || current.id !== id) throw problem;
    try {
      if (current.token === token || current.ended) await renewOrEnd(problem);
    } catch (failure) {
      if (method !== 'GET' || !path.startsWith('/api/listings')) throw failure;
      return request(method, path, options); // without a token it is a public page
    }
    if (current?.id !== id) throw problem; // a request is not repeated as another person
    return request(method, path, { ...options, token: usable() });
  }
}

async function renewOrEnd(problem) {
  if (current.person) return renew();
  keep({ ...current, ended: true });
  throw problem;
}

/** Without a valid token, public pages are still readable. */
const usable = () => (current && !current.ended ? current.token : undefined);
