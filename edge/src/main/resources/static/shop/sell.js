// Offer a pair for sale, and the own listings in every status.
import { html, useEffect, useState } from '/_static/htm/3.1.1/preact/standalone.module.js';
import { createListing } from '/shop/api.js';
import { Card, CardFace } from '/shop/browse.js';
import { Saved } from '/shop/consistency.js';
import { CONDITIONS, Empty, Field, isAtField, Loading, Refusal, Status, Trouble } from '/shop/parts.js';
import { SignInFirst } from '/shop/people.js';
import { useList } from '/shop/reads.js';
import { useSession } from '/shop/session.js';

const FIELDS = ['title', 'brand', 'size', 'condition', 'price', 'description'];

export function Sell() {
  const who = useSession();
  if (!who) {
    return html`<${SignInFirst} title="Sell a pair">A listing belongs to a person, so sign in first.</${SignInFirst}>`;
  }
  // After the end of a session the text of the form stays, below the dialog. Another person begins with an empty one.
  return html`<${Selling} key=${who.id} id=${who.id} />`;
}

function Selling({ id }) {
  const [write, setWrite] = useState(null);
  const [draft, setDraft] = useState({});
  const [found, setFound] = useState(null);
  return html`<div class="sell">
    <h1 tabindex="-1">Sell a pair</h1>
    <div class="sell-columns">
      <${ListingForm} onSaved=${setWrite} onDraft=${setDraft} />
      <div>
        ${write && html`<${Saved} write=${write} onShown=${setFound}>
          <p><a href=${'/listings/' + write.listing.id}>See ${write.listing.title}</a></p></${Saved}>`}
        <${Preview} draft=${draft} />
      </div>
    </div>
    <${OwnListings} id=${id} found=${found} />
  </div>`;
}

function Preview({ draft }) {
  const { title, brand, size, condition = 'NEW', price } = draft;
  const amount = Number(price) > 0 ? price : '0';
  const listing = { title: title || 'Your pair', brand: brand || 'Brand', size: size || 'Size', condition };
  return html`<div class="preview"><p class="quiet">As buyers see it</p>
    <div class="card"><${CardFace} listing=${{ ...listing, price: { amount, currency: 'USD' } }} /></div></div>`;
}

function ListingForm({ onSaved, onDraft }) {
  const [problem, setProblem] = useState(null);
  const [busy, setBusy] = useState(false);
  const submit = async event => {
    event.preventDefault();
    const form = event.target;
    const { price, description, ...sneakers } = Object.fromEntries(new FormData(form));
    const body = { ...sneakers, price: { amount: price.trim(), currency: 'USD' } };
    if (description.trim()) body.description = description;
    setBusy(true);
    setProblem(null);
    try {
      const listing = await createListing(body);
      onSaved({ listing, at: performance.now() });
      form.reset();
      onDraft({});
    } catch (failure) {
      setProblem(failure);
      setTimeout(() => form.querySelector('[aria-invalid="true"]')?.focus());
    } finally {
      setBusy(false);
    }
  };
  const field = (name, label, hint, input) => html`<${Field} name=${name} label=${label} hint=${hint}
    problem=${problem}>${input}</${Field}>`;
  const text = (maxlength, more) => attributes => html`<input ...${attributes} ...${more} maxlength=${maxlength} />`;
  return html`<form class="panel form" onSubmit=${submit} novalidate
    onInput=${event => onDraft(Object.fromEntries(new FormData(event.currentTarget)))}>
    ${field('title', 'Title', null, text(120, { placeholder: 'Air Jordan 1 Retro High Chicago' }))}
    ${field('brand', 'Brand', null, text(60, { placeholder: 'Jordan' }))}
    ${field('size', 'Size', 'Such as US 9, UK 8.5, EU 42 2/3 or 42.5.', text(20))}
    ${field('condition', 'Condition', null, attributes => html`<select ...${attributes}>
      ${Object.entries(CONDITIONS).map(([value, words]) => html`<option value=${value}>${words}</option>`)}</select>`)}
    ${field('price', 'Price', 'In USD, such as 250.00.', text(20, { inputmode: 'decimal', autocomplete: 'off' }))}
    ${field('description', 'Description', 'If you like.', attributes =>
      html`<textarea ...${attributes} rows="3" maxlength="2000"></textarea>`)}
    ${problem && !isAtField(problem, FIELDS) && html`<${Refusal} problem=${problem} />`}
    <div class="actions start"><button type="submit" class="main" disabled=${busy}>
      ${busy ? 'Saving …' : 'Offer it for sale'}</button></div>
  </form>`;
}

/** Read from the search, so a new listing may appear a moment later. */
function OwnListings({ id, found }) {
  const list = useList(`/api/listings?seller=${id}&limit=12`, 3_000);
  useEffect(() => { if (found) list.again(); }, [found]);
  return html`<section class="own" aria-labelledby="own"><h2 id="own">Your listings</h2>
    ${list.problem && html`<${Trouble} read=${list} />`}
    ${!list.items && !list.problem && html`<${Loading} from="listing-service" />`}
    ${list.items?.length === 0 && html`<${Empty} title="You sell nothing yet">Your listings will be here.</${Empty}>`}
    ${list.items?.length > 0 && html`<ul class="grid">${list.items.map(listing => html`<li key=${listing.id}>
      <${Card} listing=${listing}><${Status} of=${listing.status} /></${Card}></li>`)}</ul>`}
    ${list.readMore && html`<p class="more"><button type="button" class="plain" disabled=${list.busy}
      onClick=${list.readMore}>Show more</button></p>`}
    <${Refusal} problem=${list.moreProblem} />
  </section>`;
}
