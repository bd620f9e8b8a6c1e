// The order of one pair. The key of the order is made with the dialog, so a repeated click cannot make a second order.
import { html, useEffect, useRef, useState } from '/_static/htm/3.1.1/preact/standalone.module.js';
import { placeOrder } from '/shop/api.js';
import { announce, money, Refusal } from '/shop/parts.js';
import { go } from '/shop/router.js';

/** The sandbox bank accepts these cards only. */
const CARDS = {
  tok_ok: ['Good card', 'The bank approves it at once.'],
  tok_declined: ['Declined card', 'The bank refuses it. The pair is for sale again.'],
  tok_slow: ['Slow card', 'The bank needs five seconds.'],
  tok_flaky: ['Flaky card', 'The bank fails twice. The third attempt works.'],
};

const KEY = 'swapr.request.';
const newKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');

/** The request that made an order in this tab, to send it once more. */
export const requestOf = orderId => JSON.parse(sessionStorage.getItem(KEY + orderId));

export function BuyDialog({ listing, onClose }) {
  const dialog = useRef(null);
  const [key] = useState(newKey);
  const [card, setCard] = useState('tok_ok');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(null);
  useEffect(() => { dialog.current.showModal(); }, []);

  const buy = async event => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setProblem(null);
    const body = { listing_id: listing.id, payment_token: card };
    try {
      const order = await placeOrder(body, key);
      sessionStorage.setItem(KEY + order.id, JSON.stringify({ body, key }));
      if (dialog.current) go('/orders/' + order.id);
      else announce('The order was placed. It is in Orders.'); // the person has left the page
    } catch (failure) {
      setProblem(failure);
      setBusy(false);
      if (!dialog.current) announce(failure.message);
    }
  };

  return html`<dialog ref=${dialog} class="dialog" aria-labelledby="buy-title" onClose=${onClose}
      onCancel=${event => busy && event.preventDefault()}>
    <form onSubmit=${buy}>
      <h2 id="buy-title">Buy ${listing.title}</h2>
      <p class="quiet">Size ${listing.size}, from ${listing.seller_name}. You pay with a card of the sandbox bank.</p>
      <fieldset class="cards"><legend>Card</legend>
        ${Object.entries(CARDS).map(([token, [name, effect]]) => html`<label key=${token}>
          <input type="radio" name="card" value=${token} checked=${card === token} onChange=${() => setCard(token)} />
          <span><strong>${name}</strong><small>${effect}</small></span></label>`)}
      </fieldset>
      <${Refusal} problem=${problem} />
      <div class="actions">
        <button type="button" class="plain" disabled=${busy} onClick=${() => dialog.current.close()}>Back</button>
        <button type="submit" class="main" disabled=${busy}>
          ${busy ? 'Placing the order …' : `Order for ${money(listing.price)}`}</button>
      </div>
    </form>
  </dialog>`;
}
