-- One row per order, written with its events: for lists, time-outs and idempotency. What happened is in event_log.
create table orders (
  order_id        uuid primary key,
  buyer_id        uuid not null,
  listing_id      uuid not null,
  status          text not null check (status in ('PENDING', 'RESERVED', 'PAID', 'CONFIRMED', 'CANCELLED')),
  reason          text,
  version         bigint not null check (version > 0),
  title           text,
  price           numeric,
  currency        text,
  placed_at       timestamptz not null default now(),
  deadline        timestamptz not null,
  idempotency_key text not null,
  request_hash    text not null,
  payment_token   text,          -- erased as soon as no charge can be needed any more
  charge_began_at timestamptz,   -- committed before the bank is first called: from then on the charge must be finished
  unique (buyer_id, idempotency_key),
  check ((status = 'CANCELLED') = (reason is not null))
);
create index orders_of_buyer on orders (buyer_id, order_id desc);
create index orders_open on orders (deadline) where status in ('PENDING', 'RESERVED');
