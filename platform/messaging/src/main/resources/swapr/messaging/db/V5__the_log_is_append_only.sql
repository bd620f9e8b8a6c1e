-- The role that runs the service may insert into the event log and select from it, and nothing else.
-- Migrations run as the owner of the schema, whose name is the running role's with "_owner" behind it (ops/postgres/roles.sql).
-- Where one role does both, nothing can be revoked: it owns the table.
do $$
declare
  running text := regexp_replace(current_user, '_owner$', '');
begin
  if running <> current_user and exists (select from pg_roles where rolname = running) then
    execute format('revoke all on event_log from %I', running);
    execute format('grant select, insert on event_log to %I', running);
  end if;
end
$$;
