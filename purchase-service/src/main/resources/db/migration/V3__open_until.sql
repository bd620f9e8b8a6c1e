-- The deadline of an open order; null for a final one. The database computes it, so it always agrees with the status.
-- The indexes of open orders depend on this column. A reservation and the beginning of a charge do not change it, so
-- these updates write no index entries (heap-only tuples).
alter table orders
  add column open_until timestamptz
    generated always as (case when status in ('PENDING', 'RESERVED') then deadline end) stored,
  set (fillfactor = 70);
drop index orders_open, orders_open_of_buyer;
create index orders_open on orders (open_until) where open_until is not null;
create index orders_open_of_buyer on orders (buyer_id) where open_until is not null;
