-- Whose tokens are refused although they have not expired. A row matters while such a token can exist: twenty minutes.
create table ended_sessions (
  user_id            uuid        primary key,
  session_generation bigint      not null,   -- tokens of an earlier generation are refused
  erased             boolean     not null,   -- all tokens are refused
  ended_at           timestamptz not null
);
create index ended_sessions_by_time on ended_sessions (ended_at);
