// The journal of the faults: when they began, their cause, and their end.
import { html } from '/room/preact.js';
import { clock } from '/room/tables.js';

export const Journal = ({ journal }) => html`<section tabindex="0" aria-label="Journal"><table class="journal">
  <caption>Journal, the newest first</caption>
  <thead><tr><th scope="col">begin</th><th scope="col">fault</th><th scope="col">caused by</th>
    <th scope="col">end</th><th scope="col">how it ended</th></tr></thead>
  <tbody>${journal.map(one => html`<tr key=${one.id} data-entry=${one.fault} data-open=${!one.end}>
    <td class="number">${clock(one.at, 0)}</td><th scope="row">${one.fault}</th><td>${one.by}</td>
    <td class="number">${one.ended && clock(one.ended, 0)}</td><td>${one.end ?? 'lasts'}</td></tr>`)}</tbody></table>
  ${journal.length === 0 && html`<p class="quiet">No fault yet.</p>`}
  <p class="legend quiet">The curves of the page Topics have a line at each begin. The end of a killed process is seen
    while a page of the room is open.</p></section>`;
