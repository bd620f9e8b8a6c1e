create table recipients (
    user_id uuid primary key,
    name    text,
    email   text,                                -- null: not known yet, or erased
    erased  boolean not null default false
);

create table notifications (
    id             uuid primary key,             -- follows from the event and the kind
    user_id        uuid not null,
    kind           text not null,
    subject        text not null,
    text           text not null,
    status         text not null check (status in
        ('WAITING_FOR_ADDRESS', 'PENDING', 'SENT', 'FAILED', 'CANCELLED', 'INBOX_ONLY')),
    created_at     timestamptz not null,
    correlation_id text not null,
    version        bigint not null
);

create index notifications_inbox on notifications (user_id, created_at desc, id desc);
