// The calls of the REST API that the shop uses (openapi.yaml).
import { call } from '/shop/session.js';

export const get = path => call('GET', path);

export const createListing = sneakers => call('POST', '/api/listings', { body: sneakers });

export const reducePrice = (listing, price) =>
  call('POST', `/api/listings/${listing.id}/price-reductions`, { body: { price } });

export const withdraw = listing => call('DELETE', `/api/listings/${listing.id}`);

/** A repeated call with the same key gets the same order. */
export const placeOrder = (order, key) =>
  call('POST', '/api/orders', { body: order, headers: { 'Idempotency-Key': key } });

export const cancelOrder = id => call('POST', `/api/orders/${id}/cancellation`, { body: {} });

/** The words of a text, as the search splits it. A search has at most eight words and a hundred characters. */
const words = text => (text.match(/[\p{L}\p{N}]+/gu) ?? []).slice(0, 8).join(' ').slice(0, 100);

/** The listing as the search read model has it, or undefined. */
export async function findInSearch(listing) {
  const query = new URLSearchParams({ seller: listing.seller_id, limit: 100 });
  if (words(listing.title)) query.set('q', words(listing.title));
  query.set('sort', 'newest');
  const page = await get('/api/listings?' + query);
  return page.items.find(item => item.id === listing.id);
}
