// An order is its events. This part shows the state after each of them, as purchase-service computes it.
import { html, useLayoutEffect, useState } from '/_static/htm/3.1.1/preact/standalone.module.js';
import { get } from '/shop/api.js';
import { Loading, money, Status, time, Trouble } from '/shop/parts.js';
import { useRead } from '/shop/reads.js';

export function Versions({ id, events }) {
  const last = events.length;
  const [chosen, setChosen] = useState(null); // null follows the newest version
  const version = Math.min(chosen ?? last, last);
  const choose = wanted => setChosen(Math.max(1, Math.min(last, wanted)));
  const event = events[version - 1];
  const read = useRead(`order ${id} version ${version}`, () => get(`/api/orders/${id}?version=${version}`));
  useLayoutEffect(() => {
    const walk = key => {
      if (key.target.closest?.('input, textarea, select, dialog') || key.altKey || key.ctrlKey || key.metaKey) return;
      if (key.key === 'ArrowLeft') choose(version - 1);
      if (key.key === 'ArrowRight') choose(version + 1);
    };
    document.addEventListener('keydown', walk);
    return () => document.removeEventListener('keydown', walk);
  }, [version, last]);
  return html`<section class="panel versions" aria-labelledby="versions">
    <h2 id="versions">Back in time</h2>
    <div class="slider">
      <button type="button" class="plain" disabled=${version === 1} onClick=${() => choose(version - 1)}>
        <span aria-hidden="true">←</span><span class="sr">Older version</span></button>
      <input type="range" min="1" max=${last} value=${version} aria-label="Version of the order"
        onInput=${input => choose(Number(input.target.value))} />
      <button type="button" class="plain" disabled=${version === last} onClick=${() => choose(version + 1)}>
        <span aria-hidden="true">→</span><span class="sr">Newer version</span></button>
    </div>
    <p class="event"><strong>Version ${version} of ${last}</strong> <code>${event.event_type}</code>
      <span class="quiet"> at ${time(event.timestamp)}</span></p>
    ${read.problem && html`<${Trouble} read=${read} />`}
    ${!read.data && !read.problem && html`<${Loading} from="purchase-service" />`}
    ${read.data && !(read.isOld && read.problem) && html`<dl class="facts"
        data-version=${read.data.version} aria-busy=${read.isOld} data-old=${read.isOld}>
      <div><dt>Status</dt><dd><${Status} of=${read.data.status} /></dd></div>
      <div><dt>Title</dt><dd>${read.data.title ?? 'not known yet'}</dd></div>
      <div><dt>Price</dt><dd>${read.data.price ? money(read.data.price) : 'not known yet'}</dd></div>
      ${read.data.reason && html`<div><dt>Reason</dt><dd><code>${read.data.reason}</code></dd></div>`}
    </dl>`}
    <details><summary>The event</summary><pre tabindex="0">${JSON.stringify(event, null, 2)}</pre></details>
  </section>`;
}
