// The list of all keys, in a dialog. The key "?" opens it, and so does the button "Keys".
import { html, useEffect, useRef } from '/room/preact.js';

const KEYS = [
  ['T', 'the map as tables, or as a drawing'],
  ['P', 'presenter mode: large texts'],
  ['E', 'explain mode: a click on a marked term explains it'],
  ['Space', 'stops the tokens of the map, or lets them move again'],
  ['→', 'while the tokens stand still: the next hop'],
  ['← →', 'on the page of an order: the version before or after'],
  ['Tab, Enter', 'the next button or link, and its action'],
  ['Escape', 'closes this list, an explanation, or the question before a fault'],
  ['?', 'this list'],
];

export function Keys({ close }) {
  const dialog = useRef(null);
  useEffect(() => { dialog.current.showModal(); }, []);
  const all = [[`1 to ${document.querySelectorAll('nav a').length}`, 'the pages, in the order of the head'], ...KEYS];
  return html`<dialog class="keys" ref=${dialog} aria-labelledby="keys" onClose=${close}>
    <table><caption id="keys">Keys</caption>
      <thead><tr><th scope="col">key</th><th scope="col">effect</th></tr></thead>
      <tbody>${all.map(([key, effect]) => html`<tr key=${key}><th scope="row"><kbd>${key}</kbd></th>
        <td>${effect}</td></tr>`)}</tbody></table>
    <p class="quiet">While you type into a field, only Escape and Tab work.</p>
    <button type="button" onClick=${() => dialog.current.close()}>Close</button></dialog>`;
}
