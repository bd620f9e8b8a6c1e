-- One row for each event that counts.
create table facts (
    event_id uuid primary key,
    fact     text not null,
    week     text not null,   -- ISO week in UTC, written 2026-W47
    reason   text,            -- of a cancelled order
    amount   numeric,         -- of a confirmed order, exactly as in the event
    currency text
);

create index facts_by_week on facts (fact, week);
