-- A seller's own listings, in every status.
create index listing_search_seller on listing_search (seller_id, created_at, id);
