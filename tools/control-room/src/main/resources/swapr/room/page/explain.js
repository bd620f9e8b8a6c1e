// Explain mode: the terms of the page with two sentences, the code behind them, and a lab. Figures with a term are
// marked; a click on one of them opens its explanation, and so does a button below the page.
import { html, useEffect, useLayoutEffect, useState } from '/room/preact.js';

/** The terms that are on the page now, in the order of the page. */
const found = () => [...new Set([...document.querySelectorAll('main [data-term]')].map(one => one.dataset.term))];

export function Explain() {
  const [terms, setTerms] = useState({});
  const [names, setNames] = useState([]);
  const [open, setOpen] = useState(null);
  useEffect(() => {
    fetch('/room/explain.json').then(answer => answer.json()).then(setTerms, () => setTerms({}));
    const look = () => setNames(before => (String(before) === String(found()) ? before : found()));
    look();
    const observer = new MutationObserver(look);
    observer.observe(document.querySelector('main'), { childList: true, subtree: true });
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => {
    const press = event => {
      const term = event.target.closest?.('main [data-term]')?.dataset.term;
      if (!term) return;
      event.preventDefault();
      event.stopPropagation();
      setOpen(term);
    };
    const escape = event => event.key === 'Escape' && setOpen(null);
    document.addEventListener('click', press, true);
    document.addEventListener('keydown', escape);
    return () => {
      document.removeEventListener('click', press, true);
      document.removeEventListener('keydown', escape);
    };
  }, []);
  return html`<aside class="explain" aria-label="Explanations">
    <div role="group" aria-label="Terms of this page">${names.map(name => html`<button type="button" key=${name}
      data-name=${name} aria-pressed=${name === open} onClick=${() => setOpen(name === open ? null : name)}>
      ${terms[name]?.title ?? name}</button>`)}</div>
    <div role="status" class="explanation">${open && terms[open] && html`<${Term} name=${open} ...${terms[open]} />`}
    </div></aside>`;
}

const Term = ({ name, title, text, code, lab }) => html`<p data-explained=${name}><strong>${title}.</strong>
  ${' ' + text.join(' ')}</p>
  <p class="quiet"><code>${code}</code>${lab && html`, lab ${lab}: <code>./swapr lab start ${lab}</code>`}</p>`;
