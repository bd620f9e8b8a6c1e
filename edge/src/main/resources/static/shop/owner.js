// What a seller may do with an own listing: reduce its price, or withdraw it.
import { html, useState } from '/_static/htm/3.1.1/preact/standalone.module.js';
import { get, reducePrice, withdraw } from '/shop/api.js';
import { Saved } from '/shop/consistency.js';
import { announce, Field, isAtField, Refusal, TwoPresses } from '/shop/parts.js';

/** True if the price can be shown before the service has accepted it. */
const isAmount = text => /^\d{1,7}(\.\d{1,4})?$/.test(text);

export function OwnerPanel({ listing, onPending, onSaved }) {
  const [write, setWrite] = useState(null);
  const [problem, setProblem] = useState(null);
  const [busy, setBusy] = useState(false);
  const [amount, setAmount] = useState('');

  const change = async action => {
    setBusy(true);
    setProblem(null);
    try {
      const saved = await action();
      setWrite({ listing: saved, at: performance.now() });
      onSaved(saved);
    } catch (failure) {
      setProblem(failure);
      announce(failure.message);
    } finally {
      onPending(null);
      setBusy(false);
    }
  };

  const reduce = event => {
    event.preventDefault();
    const price = { amount: amount.trim(), currency: listing.price.currency };
    if (isAmount(price.amount)) onPending(price); // the old price comes back if the service refuses
    change(async () => {
      const saved = await reducePrice(listing, price);
      setAmount('');
      return saved;
    });
  };

  const remove = () => change(async () => {
    await withdraw(listing);
    return get('/api/listings/' + listing.id);
  });

  return html`<section class="panel owner" aria-label="Your listing">
    <p class="note">This is your listing, so you cannot buy it.</p>
    ${write && html`<${Saved} write=${write} />`}
    ${listing.status === 'AVAILABLE' ? html`
      <form class="inline" onSubmit=${reduce} novalidate>
        <${Field} name="price" label="New price" hint="Lower than the price now." problem=${problem}>
          ${attributes => html`<input ...${attributes} inputmode="decimal" autocomplete="off" required value=${amount}
            onInput=${event => setAmount(event.target.value)} />`}</${Field}>
        <button type="submit" class="main" disabled=${busy}>Reduce the price</button>
      </form>
      <${TwoPresses} label="Withdraw" busy=${busy} onYes=${remove} yes="Withdraw it"
        question="It is no longer for sale then. You cannot undo this." />`
      : html`<p class="quiet">Its price cannot change any more.</p>`}
    ${problem && !isAtField(problem, ['price']) && html`<${Refusal} problem=${problem} />`}
  </section>`;
}
