// One pair: its picture, its price, and what the reader may do with it.
import { html, useEffect, useRef, useState } from '/_static/htm/3.1.1/preact/standalone.module.js';
import { get } from '/shop/api.js';
import { BuyDialog } from '/shop/buy.js';
import { TwoReads } from '/shop/consistency.js';
import { OwnerPanel } from '/shop/owner.js';
import { CONDITIONS, Empty, Loading, moment, money, Status, Trouble } from '/shop/parts.js';
import { askToSignIn } from '/shop/people.js';
import { useRead } from '/shop/reads.js';
import { useSession } from '/shop/session.js';
import { Shoe } from '/shop/shoe.js';

const NOT_FOR_SALE = {
  RESERVED: 'This pair is ordered. It is for sale again if the order is canceled.',
  SOLD: 'This pair is sold.',
  WITHDRAWN: 'The seller has withdrawn this pair.',
};

export function ListingPage({ id }) {
  const who = useSession();
  const newest = useRef(null);
  // An answer that was on its way during a change is older than the change.
  const keep = listing => {
    if (!(newest.current?.version > listing.version)) newest.current = listing;
    return newest.current;
  };
  const read = useRead(`listing ${id}`, async () => keep(await get('/api/listings/' + id)), 5_000);
  const [pending, setPending] = useState(null);
  const listing = read.isOld ? undefined : read.data;
  useEffect(() => { if (listing) document.title = `${listing.title} – Swapr`; }, [listing?.title]);
  if (!listing && [400, 404].includes(read.problem?.status)) {
    return html`<${Empty} title="There is no such pair">The address may be wrong.
      <a class="button" href="/">See all pairs</a></${Empty}>`;
  }
  if (!listing) {
    return read.problem
      ? html`<h1 tabindex="-1">One pair</h1><${Trouble} read=${read} />`
      : html`<${Loading} from="listing-service">
          <div class="product frame"><span class="picture"></span></div></${Loading}>`;
  }
  const own = who?.id === listing.seller_id;
  return html`<div class="product">
    <a class="back" href="/">All pairs</a>
    <div class="picture"><${Shoe} of=${listing} /></div>
    <div class="about">
      <p class="brand">${listing.brand}</p>
      <h1 tabindex="-1">${listing.title}</h1>
      <${Price} listing=${listing} pending=${pending} />
      <dl class="facts">
        <div><dt>Size</dt><dd>${listing.size}</dd></div>
        <div><dt>Condition</dt><dd>${CONDITIONS[listing.condition]}</dd></div>
        <div><dt>Seller</dt><dd>${own ? 'you' : listing.seller_name}</dd></div>
        <div><dt>Listed</dt><dd>${moment(listing.created_at)}</dd></div>
      </dl>
      ${read.problem && html`<${Trouble} read=${read} />`}
      ${own
        ? html`<${OwnerPanel} listing=${listing} onPending=${setPending}
            onSaved=${saved => read.replace(keep(saved))} />`
        : html`<${Offer} listing=${listing} who=${who} />`}
      ${listing.description && html`<p class="description">${listing.description}</p>`}
    </div>
    <${TwoReads} id=${id} version=${listing.version} />
  </div>`;
}

/** While a lower price is being saved, it is dotted, and the old one is crossed out. */
function Price({ listing, pending }) {
  return html`<p class="price large">
    <span data-pending=${Boolean(pending)}>${money(pending ?? listing.price)}</span>
    ${pending && html` <del>${money(listing.price)}</del> <span class="quiet">saving …</span>`}
    ${!pending && listing.status !== 'AVAILABLE' && html` <${Status} of=${listing.status} />`}
  </p>`;
}

function Offer({ listing, who }) {
  const [open, setOpen] = useState(false);
  if (listing.status !== 'AVAILABLE' && !open) return html`<p class="note">${NOT_FOR_SALE[listing.status]}</p>`;
  if (!who || who.ended) {
    return html`<button type="button" class="main" onClick=${() => askToSignIn('sign-in')}>Sign in to buy</button>`;
  }
  return html`<button type="button" class="main" onClick=${() => setOpen(true)}>Buy now</button>
    ${open && html`<${BuyDialog} listing=${listing} onClose=${() => setOpen(false)} />`}`;
}
