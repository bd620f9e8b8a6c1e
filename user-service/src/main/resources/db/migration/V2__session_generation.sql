-- Tokens carry the generation with which they were signed. Signing out everywhere raises it, and older tokens end.
alter table users add column session_generation bigint not null default 0;
