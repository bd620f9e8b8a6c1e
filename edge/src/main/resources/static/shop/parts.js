// Small parts of the pages: prices, states, times, form fields, messages.
import { html, useEffect, useRef, useState } from '/_static/htm/3.1.1/preact/standalone.module.js';

export const CONDITIONS = { NEW: 'New', LIKE_NEW: 'Like new', USED: 'Used', VINTAGE: 'Vintage' };
const STATUS = {
  AVAILABLE: 'Available', RESERVED: 'Reserved', SOLD: 'Sold', WITHDRAWN: 'Withdrawn',
  PENDING: 'Placed', PAID: 'Paid', CONFIRMED: 'Confirmed', CANCELLED: 'Canceled',
};

export function money({ amount, currency }) {
  return new Intl.NumberFormat('en-US', { style: 'currency', currency }).format(Number(amount));
}

export const time = date => new Date(date).toLocaleTimeString('en-US', { hour12: false });
export const moment = date =>
  new Date(date).toLocaleString('en-US', { dateStyle: 'medium', timeStyle: 'short', hour12: false });
export const shortId = id => '…' + id.slice(-6);
export const plural = (count, one, many) => `${count} ${count === 1 ? one : many}`;

export const Status = ({ of }) => html`<span class="status" data-status=${of}>${STATUS[of] ?? of}</span>`;

/** True after some milliseconds. A quick answer shows no loading text. */
export function useDelay(milliseconds) {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setOver(true), milliseconds);
    return () => clearTimeout(timer);
  }, []);
  return over;
}

/** Named while an answer is awaited. The frame of the page is there at once. */
export function Loading({ from, children }) {
  const late = useDelay(300);
  return html`<div class="loading" aria-busy="true">${children}
    ${late && html`<p class="quiet">Asking ${from} …</p>`}</div>`;
}

export function Empty({ title, children }) {
  return html`<div class="empty"><h2>${title}</h2><p>${children}</p></div>`;
}

/** A read that failed: what happened, since when, and when the next attempt is made. */
export function Trouble({ read }) {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick(n => n + 1), 500);
    return () => clearInterval(timer);
  }, []);
  const { problem, since, next, again } = read;
  if (!problem) return null;
  const seconds = next && Math.max(0, Math.ceil((next - Date.now()) / 1000));
  const soon = seconds > 0 ? ` The next attempt is in ${seconds} s.` : ' Asking again …';
  return html`<div class="trouble">
    <p role="alert">${problem.message}</p>
    <p class="quiet">Since ${time(since)}.${next ? soon : ''}</p>
    <button type="button" class="plain" onClick=${again}>Try now</button>
  </div>`;
}

/** A problem of a request that a person made. */
export const Refusal = ({ problem }) => problem && html`<p class="refusal" role="alert">${problem.message}</p>`;

/** A field with its label, a hint, and the sentence of the problem that names it. */
export function Field({ name, label, hint, problem, children }) {
  const message = problem?.of(name);
  const describedBy = [hint && `${name}-hint`, message && `${name}-problem`].filter(Boolean).join(' ');
  return html`<div class="field" data-invalid=${Boolean(message)}>
    <label for=${name}>${label}</label>
    ${children({ id: name, name, 'aria-describedby': describedBy || undefined, 'aria-invalid': Boolean(message) })}
    ${hint && html`<p class="hint" id="${name}-hint">${hint}</p>`}
    ${message && html`<p class="wrong" id="${name}-problem" role="alert">The ${label.toLowerCase()} ${message}.</p>`}
  </div>`;
}

/** True if the problem names a field of the form, so it needs no second message. */
export const isAtField = (problem, fields) => fields.some(field => problem?.of(field));

/** A question in the place of the button. Two presses do it, Escape or "No" does nothing. */
export function TwoPresses({ label, question, yes, busy, onYes }) {
  const [asked, setAsked] = useState(false);
  const group = useRef(null);
  const button = useRef(null);
  const ask = () => {
    setAsked(true);
    setTimeout(() => group.current?.querySelector('.plain').focus());
  };
  const close = () => {
    setAsked(false);
    setTimeout(() => button.current?.focus());
  };
  if (!asked) return html`<button type="button" class="plain" ref=${button} onClick=${ask}>${label}</button>`;
  return html`<div class="question" role="group" aria-label=${label} ref=${group}
      onKeyDown=${event => event.key === 'Escape' && close()}>
    <p>${question}</p>
    <button type="button" class="danger" disabled=${busy} onClick=${onYes}>${yes}</button>
    <button type="button" class="plain" onClick=${close}>No</button>
  </div>`;
}

/** Reads a sentence to people who use a screen reader. */
export function announce(text) {
  const region = document.getElementById('announcements');
  if (region) region.textContent = text;
}
