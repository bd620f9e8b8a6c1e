-- People who deleted their account: they place no orders, and what is open of theirs is cancelled.
create table erased_buyers (
  buyer_id  uuid primary key,
  erased_at timestamptz not null default now()
);
-- For the limit on open orders per buyer, which is counted with each new order.
create index orders_open_of_buyer on orders (buyer_id) where status in ('PENDING', 'RESERVED');
