-- Two database roles per service. The owner (purchase_service_owner) owns the service's one schema and runs its migrations.
-- The service itself (purchase_service) reads and writes rows there, and can read no other schema. It changes no table,
-- and in the event log it only inserts and selects: not even a service with a bug rewrites its past.
--
-- Run by the superuser inside the database of the services, as often as you like: it creates missing roles and corrects
-- existing ones, also those of an installation in which the service still owned its tables. The ten passwords are
-- variables, so none of them ever stands in a file:
--
--   psql -v ON_ERROR_STOP=1 -d swapr -v user_service_password=… -v user_service_owner_password=… (and so for
--        listing_service, purchase_service, notification_service, analytics_service) -f roles.sql
--
-- Plain SQL only. Its other reader is not psql: it replaces the quoted variables and sends the rest as one script.
-- For the same reason no variable is used inside a DO block, where psql would not replace it.

set client_min_messages = warning;

-- Roles. A password can be given to an existing role only by ALTER, so that is where it stands.
do $$
declare
  role_name text;
begin
  foreach role_name in array array[
    'user_service', 'listing_service', 'purchase_service', 'notification_service', 'analytics_service',
    'user_service_owner', 'listing_service_owner', 'purchase_service_owner', 'notification_service_owner', 'analytics_service_owner'
  ] loop
    if not exists (select from pg_roles where rolname = role_name) then
      execute format('create role %I', role_name);
    end if;
    execute format('alter role %I with login nosuperuser nocreatedb nocreaterole noreplication nobypassrls', role_name);
  end loop;
end
$$;

alter role user_service password :'user_service_password';
alter role listing_service password :'listing_service_password';
alter role purchase_service password :'purchase_service_password';
alter role notification_service password :'notification_service_password';
alter role analytics_service password :'analytics_service_password';

alter role user_service_owner password :'user_service_owner_password';
alter role listing_service_owner password :'listing_service_owner_password';
alter role purchase_service_owner password :'purchase_service_owner_password';
alter role notification_service_owner password :'notification_service_owner_password';
alter role analytics_service_owner password :'analytics_service_owner_password';

-- What PostgreSQL gives to everybody, taken back: connecting to any database, temporary tables (they fill the disk
-- unseen), the schema "public".
do $$
declare
  existing text;
begin
  for existing in select datname from pg_database where datname in (current_database(), 'postgres', 'template1') loop
    execute format('revoke all on database %I from public', existing);
  end loop;
  revoke all on schema public from public;
end
$$;

-- Schemas. Unqualified names in migrations and queries land there. Grants that somebody made by hand are taken back.
do $$
declare
  services text[] := array['user_service', 'listing_service', 'purchase_service', 'notification_service', 'analytics_service'];
  schemas text[] := array['users', 'listing', 'purchase', 'notification', 'analytics'];
  service text;
  owner text;
  place text;
  role_name text;
  other text;
  existing text;
begin
  for i in 1 .. array_length(services, 1) loop
    service := services[i];
    owner := service || '_owner';
    place := schemas[i];
    execute format('create schema if not exists %I', place);
    execute format('alter schema %I owner to %I', place, owner);
    execute format('reassign owned by %I to %I', service, owner);

    foreach role_name in array array[service, owner] loop
      execute format('alter role %I set search_path = %I', role_name, place);
      execute format('revoke all on database %I from %I', current_database(), role_name);
      execute format('grant connect on database %I to %I', current_database(), role_name);
      execute format('revoke all on schema public from %I', role_name);
    end loop;

    -- Nobody but the owner and the service has anything to do here.
    execute format('revoke all on schema %I from public', place);
    foreach other in array services || array(select s || '_owner' from unnest(services) s) loop
      if other <> owner then
        execute format('revoke all on schema %I from %I', place, other);
        if other <> service then
          execute format('revoke all on all tables in schema %I from %I', place, other);
        end if;
      end if;
      foreach role_name in array array[service, owner] loop
        if other <> role_name and pg_has_role(other, role_name, 'member') then
          execute format('revoke %I from %I', role_name, other);
        end if;
      end loop;
    end loop;

    -- The service's rows, in the tables that exist and in those of later migrations.
    execute format('grant usage on schema %I to %I', place, service);
    execute format('alter default privileges for role %I in schema %I grant select, insert, update, delete on tables to %I', owner, place, service);
    execute format('alter default privileges for role %I in schema %I grant usage on sequences to %I', owner, place, service);
    execute format('grant usage on all sequences in schema %I to %I', place, service);
    for existing in select tablename from pg_tables where schemaname = place loop
      execute format('revoke all on %I.%I from %I', place, existing, service);
      if existing = 'event_log' then
        execute format('grant select, insert on %I.%I to %I', place, existing, service);
      elsif existing like 'flyway%' then
        execute format('grant select on %I.%I to %I', place, existing, service);
      else
        execute format('grant select, insert, update, delete on %I.%I to %I', place, existing, service);
      end if;
    end loop;
  end loop;
end
$$;

-- Time limits: PostgreSQL has none of its own, and one forgotten transaction holds back vacuum and row locks for all.
--   lock_timeout                         a writer that cannot get its row says so while its caller is still there
--   statement_timeout                    longer than any query of ours should ever take
--   idle_in_transaction_session_timeout  a process frozen in the middle of a transaction loses its locks (and the
--                                        relay its leadership) before anybody's patience
--   transaction_timeout                  the end of everything else; a rebuild of a read model raises it for itself
-- A migration may fill a new column of a large table, so the owner's limits are longer.
do $$
declare
  service text;
begin
  foreach service in array array['user_service', 'listing_service', 'purchase_service', 'notification_service', 'analytics_service'] loop
    execute format('alter role %I set lock_timeout = ''10s''', service);
    execute format('alter role %I set statement_timeout = ''30s''', service);
    execute format('alter role %I set idle_in_transaction_session_timeout = ''15s''', service);
    execute format('alter role %I set transaction_timeout = ''60s''', service);
    execute format('alter role %I set lock_timeout = ''10s''', service || '_owner');
    execute format('alter role %I set statement_timeout = ''5min''', service || '_owner');
    execute format('alter role %I set idle_in_transaction_session_timeout = ''60s''', service || '_owner');
    execute format('alter role %I set transaction_timeout = ''10min''', service || '_owner');
  end loop;
end
$$;

-- What no grant can take away, so that nobody believes it is gone: a service may NOTIFY, may take advisory locks in the
-- same database (no service relies on one), may raise its own time limits, and may read the names, not the rows, of other
-- services' tables in the system catalogues.
