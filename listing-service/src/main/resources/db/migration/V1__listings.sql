-- The listings themselves. The version counts the events of listing:<id> in event_log.
create table listings (
  id          uuid primary key,
  seller_id   uuid not null,
  title       text not null,
  brand       text not null,
  size        text not null,
  condition   text not null,
  description text,
  amount      numeric not null check (amount > 0),
  currency    text not null,
  status      text not null,
  order_id    uuid,
  created_at  timestamptz not null,
  version     bigint not null
);
create index listings_of_seller on listings (seller_id, status);

-- Names of people, from their tokens and from user-events. No name: erased.
create table sellers (
  id      uuid primary key,
  name    text,
  version bigint not null
);

-- Words are what stands between punctuation, on both sides of a search: "Off-White" is found by "off white".
-- PostgreSQL's own splitting would make -1 a number and 350.V2 a host name.
create function words(text) returns tsvector immutable language sql
  return to_tsvector('simple', translate($1, '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~', repeat(' ', 32)));

-- All words of a text as beginnings of words; null, which matches nothing, when it has none.
-- Built from words already split, so nothing in the text can be taken for an operator.
create function prefix_query(text) returns tsquery immutable language sql
  return (select string_agg(quote_literal(lexeme) || ':*', ' & ')::tsquery from unnest(words($1)));

-- The search read model, written by the consumer listing-search alone and rebuilt from listing-events.
-- A row without a title is one whose ListingCreated has not been read yet; nobody is shown it.
create table listing_search (
  id          uuid primary key,
  version     bigint not null,   -- of the event the status is from
  status      text not null,
  price_version bigint not null,   -- of the event the price is from
  amount      numeric,
  currency    text,
  seller_id   uuid,
  title       text,
  brand       text,
  size        text,
  condition   text,
  description text,
  created_at  timestamptz,
  document    tsvector generated always as (
    setweight(words(title), 'A') || setweight(words(brand), 'B') || setweight(words(coalesce(description, '')), 'C')) stored
);
create index listing_search_words on listing_search using gin (document);
create index listing_search_newest on listing_search (status, created_at, id);
create index listing_search_price on listing_search (status, currency, amount, id);
create index listing_search_brand on listing_search (lower(brand));
