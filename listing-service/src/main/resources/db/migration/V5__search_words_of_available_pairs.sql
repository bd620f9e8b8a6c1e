-- The number of sold pairs grows with each order, the number of available pairs does not. So words and brands are
-- indexed only for available pairs. A change of the status then writes two index entries less.
drop index listing_search_words;
create index listing_search_words on listing_search using gin (document) where status = 'AVAILABLE';
drop index listing_search_brand;
create index listing_search_brand on listing_search (folded(brand)) where status = 'AVAILABLE';
