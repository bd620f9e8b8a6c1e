-- An open order has a deadline, and a final order has none. The indexes of open orders depend on this column, which a
-- reservation and the beginning of a charge do not change. So these updates write no index entries (heap-only tuples).
alter table orders alter column deadline drop not null, set (fillfactor = 70);
update orders set deadline = null where status not in ('PENDING', 'RESERVED');
drop index orders_open, orders_open_of_buyer;
create index orders_open on orders (deadline) where deadline is not null;
create index orders_open_of_buyer on orders (buyer_id) where deadline is not null;
