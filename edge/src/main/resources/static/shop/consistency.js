// The listing and the search are two models. These parts measure how long the search needs to show a change.
import { html, useEffect, useRef, useState } from '/_static/htm/3.1.1/preact/standalone.module.js';
import { findInSearch, get } from '/shop/api.js';
import { announce, Status, Trouble } from '/shop/parts.js';
import { useRead } from '/shop/reads.js';

const BEHIND = 2_000;
const GIVE_UP = 30_000;
const pause = milliseconds => new Promise(done => setTimeout(done, milliseconds));

/**
 * Asks the search after 20, 40, 80 … 1,000 ms, until it shows the version of the listing. The time is an upper bound:
 * it is measured in this browser, from the answer of the write to the answer of the search.
 *
 * @param write the listing as the write returned it, and the time of that answer (performance.now)
 */
function useCatchUp(write) {
  const [state, setState] = useState({});
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let live = Boolean(write);
    const ask = async () => {
      setState({ write, phase: 'asking' });
      const began = performance.now();
      for (let wait = 20; live; wait = Math.min(wait * 2, 1000)) {
        await pause(wait);
        const found = await findInSearch(write.listing).catch(() => undefined);
        const now = performance.now();
        if (!live) return;
        if (found?.version >= write.listing.version) {
          setState({ write, phase: 'shown', milliseconds: Math.ceil(now - write.at), found });
          return;
        }
        if (now - began > GIVE_UP) {
          setState({ write, phase: 'stopped', found });
          return;
        }
        setState({ write, phase: now - write.at > BEHIND ? 'behind' : 'asking', found });
      }
    };
    if (live) ask();
    return () => { live = false; };
  }, [write, attempt]);
  return { ...(state.write === write ? state : {}), again: () => setAttempt(n => n + 1) };
}

const Why = () => html`<details class="why"><summary>Why?</summary>
  <p>The listing is stored first. The search is another read model, which is built from events, so it follows a moment
  later. This browser measured the time, from the answer of the write to the answer of the search.</p></details>`;

/** After a write: the version that was stored, and when the search showed it. */
export function Saved({ write, onShown, children }) {
  const { phase, milliseconds, found, again } = useCatchUp(write);
  const version = write.listing.version;
  const text = {
    asking: 'The search is catching up …',
    shown: `Search showed it within ${milliseconds} ms.`,
    behind: `Search is behind. It ${found ? 'still shows an older version' : 'does not show it yet'}.`,
    stopped: 'Search does not show it after 30 s.',
  }[phase];
  useEffect(() => {
    if (phase !== 'shown') return;
    announce(`Saved as version ${version}. ${text}`);
    onShown?.(write.listing);
  }, [phase, write]);
  return html`<div class="saved" data-phase=${phase}>
    <p><strong>Saved as version ${version}.</strong> <span>${text}</span></p>
    ${phase === 'stopped' && html`<button type="button" class="plain" onClick=${again}>Ask the search again</button>`}
    <${Why} />${children}
  </div>`;
}

/** The same listing, read from the table of listings and from the search. Another version means: read again now. */
export function TwoReads({ id, version }) {
  const stored = useRead(`two reads ${id} ${version}`, () => get('/api/listings/' + id), 3_000);
  const listing = stored.data?.id === id ? stored.data : undefined;
  const write = useRef(null);
  const first = useRef(null);
  if (listing && (write.current?.listing.id !== id || write.current.listing.version < listing.version)) {
    if (write.current?.listing.id !== id) first.current = listing.version;
    write.current = { listing, at: performance.now() };
  }
  const search = useCatchUp(write.current);
  if (!listing) return stored.problem ? html`<${Trouble} read=${stored} />` : null;
  const changedHere = listing.version > first.current;
  const text = {
    asking: 'Asking the search …',
    shown: changedHere
      ? `Search showed version ${listing.version} at most ${search.milliseconds} ms after this page did.`
      : 'Both reads agree.',
    behind: 'Search is behind.',
    stopped: 'Search has been behind for more than 30 s.',
  }[search.phase];
  return html`<section class="panel reads" aria-labelledby="reads">
    <h2 id="reads">One listing, read twice</h2>
    <table>
      <thead><tr><th scope="col">read from</th><th scope="col">status</th><th scope="col">version</th></tr></thead>
      <tbody>
        <tr data-read="stored"><th scope="row">the listing, where it is written</th>
          <td><${Status} of=${listing.status} /></td><td>${listing.version}</td></tr>
        <tr data-read="search"><th scope="row">the search read model</th>
          <td>${search.found ? html`<${Status} of=${search.found.status} />` : '–'}</td>
          <td>${search.found?.version ?? '–'}</td></tr>
      </tbody>
    </table>
    <p class="quiet">${text}</p>
    ${search.phase === 'stopped' && html`
      <button type="button" class="plain" onClick=${search.again}>Ask the search again</button>`}
  </section>`;
}
