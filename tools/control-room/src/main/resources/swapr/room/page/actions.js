// The buttons of one target. The first press shows the effect, the second one causes it.
import { html, useLayoutEffect, useRef, useState } from '/room/preact.js';

/** A question without an answer ends after this time. */
const PATIENCE = 20_000;

/** @param faults by name: the text of the button, and two sentences */
export function Actions({ faults, of, act }) {
  const [asked, ask] = useState(null);
  const place = useRef(null);
  const last = useRef(null);
  useLayoutEffect(() => {
    if (!asked) {
      // Where the person was before the question. Otherwise the focus would be lost with its button.
      if (last.current) place.current?.querySelector(`[data-fault=${last.current}]`)?.focus();
      last.current = null;
      return undefined;
    }
    last.current = asked;
    place.current?.focus();
    const escape = event => event.key === 'Escape' && ask(null);
    document.addEventListener('keydown', escape);
    const timer = setTimeout(() => ask(null), PATIENCE);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('keydown', escape);
    };
  }, [asked]);
  if (asked) {
    const [name, effect, figures] = faults[asked];
    const yes = () => {
      ask(null);
      act(asked);
    };
    return html`<div class="question" role="group" tabindex="-1" ref=${place} aria-label=${`${name}: ${of}?`}>
      <p>${effect} ${figures}</p>
      <button type="button" onClick=${() => ask(null)}>No</button>
      <button type="button" class="yes" onClick=${yes}>${name}: ${of}</button></div>`;
  }
  return html`<span class="presses" ref=${place}>${Object.entries(faults).map(([fault, [name]]) => html`<button
    type="button" key=${fault} data-fault=${fault} onClick=${() => ask(fault)}
    aria-label=${`${name} ${of}`}>${name}</button>`)}</span>`;
}
