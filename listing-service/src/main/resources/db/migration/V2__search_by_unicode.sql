-- Equal text in another form, width or case is equal text: Unicode's form NFKC (UAX 15) and its full case folding.
create function folded(text) returns text immutable language sql
  return normalize(casefold(normalize($1, NFKC) collate "pg_unicode_fast"), NFKC);

-- Words are what stands between punctuation, on both sides of a search: "Off-White" is found by "off white".
-- PostgreSQL's own splitting would make -1 a number and 350.V2 a host name.
create or replace function words(text) returns tsvector immutable language sql
  return to_tsvector('simple', translate(folded($1), '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~', repeat(' ', 32)));

-- All words of a text, the last one as the beginning of a word, since it may still be typed; null, which matches nothing,
-- when the text has none. Built from words already split, so nothing in the text can be taken for an operator.
create or replace function prefix_query(text) returns tsquery immutable language sql
  return (
    select string_agg(quote_literal(lexeme) || case when place = last then ':*' else '' end, ' & ')::tsquery
    from (select lexeme, positions[array_upper(positions, 1)] as place,
                 max(positions[array_upper(positions, 1)]) over () as last
          from unnest(words($1))) word);

-- What is listed already is indexed anew.
alter table listing_search alter column document set expression as (
  setweight(words(title), 'A') || setweight(words(brand), 'B') || setweight(words(coalesce(description, '')), 'C'));
drop index listing_search_brand;
create index listing_search_brand on listing_search (folded(brand));
