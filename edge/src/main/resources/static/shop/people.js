// Who uses this tab: sample users by one click, everyone else by e-mail address and password.
import { html, useEffect, useRef, useState } from '/_static/htm/3.1.1/preact/standalone.module.js';
import { request } from '/shop/http.js';
import { Field, isAtField, Refusal } from '/shop/parts.js';
import { register, signIn, signInSample, signOut, useSession } from '/shop/session.js';

const ROLES = { ada: 'sells', bob: 'buys' };
const NO_SAMPLES = { people: [] };
let samples;

/** The sample users of this marketplace, and the address of the mailbox. */
export function useDemo() {
  const [demo, setDemo] = useState(NO_SAMPLES);
  useEffect(() => {
    samples ??= request('GET', '/demo').catch(() => { samples = undefined; return NO_SAMPLES; });
    samples.then(setDemo);
  }, []);
  return demo;
}

let openDialog = () => {};

/** Opens the dialog: sign-in or account. */
export const askToSignIn = mode => openDialog(mode);

export const nameOf = person => person[0].toUpperCase() + person.slice(1);

/** One button for each sample user. */
export function SampleUsers({ onDone }) {
  const who = useSession();
  const { people } = useDemo();
  const [problem, setProblem] = useState(null);
  const choose = async person => {
    setProblem(null);
    try {
      await signInSample(person);
      onDone?.();
    } catch (failure) {
      setProblem(failure);
    }
  };
  return html`${people.length > 0 && html`<div class="samples">
    ${people.map(person => html`<button type="button" key=${person} class="sample"
      aria-pressed=${who?.person === person} onClick=${() => choose(person)}>
      <span class="avatar" data-letter=${person[0].toUpperCase()}></span>
      <span><strong>${nameOf(person)}</strong> <small>${ROLES[person]}</small></span></button>`)}
  </div>`}<${Refusal} problem=${problem} />`;
}

/** In the place of a page that needs a person. */
export function SignInFirst({ title, children }) {
  return html`<div class="narrow"><h1 tabindex="-1">${title}</h1>
    <p>${children}</p>
    <${SampleUsers} />
    <div class="actions start">
      <button type="button" class="main" onClick=${() => askToSignIn('sign-in')}>Sign in</button>
      <button type="button" class="plain" onClick=${() => askToSignIn('account')}>Create an account</button>
    </div></div>`;
}

export function SignInDialog() {
  const who = useSession();
  const [mode, setMode] = useState(null);
  const [problem, setProblem] = useState(null);
  const [busy, setBusy] = useState(false);
  const dialog = useRef(null);
  openDialog = next => { setProblem(null); setMode(next); };
  useEffect(() => { if (who?.ended) setMode('sign-in'); }, [who?.ended]);
  useEffect(() => {
    if (mode && !dialog.current.open) dialog.current.showModal();
    if (!mode && dialog.current.open) dialog.current.close();
  }, [mode]);

  const submit = async event => {
    event.preventDefault();
    const { name, email, password } = Object.fromEntries(new FormData(event.target));
    setBusy(true);
    setProblem(null);
    try {
      await (mode === 'account' ? register(name, email, password) : signIn(email, password));
      setMode(null);
    } catch (failure) {
      setProblem(failure);
    } finally {
      setBusy(false);
    }
  };
  const close = () => {
    if (who?.ended) signOut();
    setMode(null);
  };
  const account = mode === 'account';
  const input = (type, autocomplete) => attributes =>
    html`<input ...${attributes} type=${type} autocomplete=${autocomplete} required />`;
  return html`<dialog ref=${dialog} class="dialog" aria-labelledby="sign-in-title" onClose=${close}>
    ${mode && html`<form onSubmit=${submit} novalidate>
      <h2 id="sign-in-title">${account ? 'Create an account' : 'Sign in'}</h2>
      ${who?.ended && html`<p class="note">Your session has ended. Sign in again to go on.</p>`}
      ${account && html`<${Field} name="name" label="Name" problem=${problem}>${input('text', 'name')}</${Field}>`}
      <${Field} name="email" label="E-mail address" problem=${problem}>${input('email', 'username')}</${Field}>
      <${Field} name="password" label="Password" problem=${problem}
        hint=${account && 'At least 8 characters.'}>${input('password', account ? 'new-password' : 'current-password')}
      </${Field}>
      ${problem && !isAtField(problem, ['name', 'email', 'password']) && html`<${Refusal} problem=${problem} />`}
      <div class="actions">
        <button type="button" class="link" onClick=${() => openDialog(account ? 'sign-in' : 'account')}>
          ${account ? 'I have an account' : 'Create an account'}</button>
        <button type="button" class="plain" onClick=${close}>Cancel</button>
        <button type="submit" class="main" disabled=${busy}>${account ? 'Create it' : 'Sign in'}</button>
      </div>
    </form>`}
  </dialog>`;
}
