-- Two database roles per service. The owner (purchase_service_owner) owns the schema of the service and runs its
-- migrations. The running role (purchase_service) reads and writes rows there and cannot read other schemas. It cannot
-- change tables. In the event log it can only insert and select, so that no bug in a service can change past events.
--
-- The superuser runs this script in the database of the services. It can be repeated: it creates missing roles and
-- corrects existing roles, also in older installations where the service owned its tables. The ten passwords are
-- variables, so no file contains them:
--
--   psql -v ON_ERROR_STOP=1 -d swapr -v user_service_password=… -v user_service_owner_password=… (also for
--        listing_service, purchase_service, notification_service, analytics_service) -f roles.sql
--
-- Plain SQL only, because ./swapr runs this script without psql: it replaces the quoted variables and sends the script.
-- No variable is inside a DO block, because psql would not replace it there.

set client_min_messages = warning;

-- Roles. The passwords are set with ALTER ROLE, because it also works for existing roles.
do $$
declare
  role_name text;
begin
  foreach role_name in array array[
    'user_service', 'listing_service', 'purchase_service', 'notification_service', 'analytics_service',
    'user_service_owner', 'listing_service_owner', 'purchase_service_owner', 'notification_service_owner',
    'analytics_service_owner'
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

-- Revokes the default rights of all roles: to connect to any database, to create temporary tables (they can fill the
-- disk without notice), and to use the schema "public".
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

-- Schemas. Unqualified names in migrations and queries refer to them. Manual grants are revoked.
do $$
declare
  services text[] := array[
    'user_service', 'listing_service', 'purchase_service', 'notification_service', 'analytics_service'];
  schemas text[] := array['users', 'listing', 'purchase', 'notification', 'analytics'];
  service text;
  owner text;
  schema_name text;
  role_name text;
  other text;
  existing text;
begin
  for i in 1 .. array_length(services, 1) loop
    service := services[i];
    owner := service || '_owner';
    schema_name := schemas[i];
    execute format('create schema if not exists %I', schema_name);
    execute format('alter schema %I owner to %I', schema_name, owner);
    execute format('reassign owned by %I to %I', service, owner);

    foreach role_name in array array[service, owner] loop
      execute format('alter role %I set search_path = %I', role_name, schema_name);
      execute format('revoke all on database %I from %I', current_database(), role_name);
      execute format('grant connect on database %I to %I', current_database(), role_name);
      execute format('revoke all on schema public from %I', role_name);
    end loop;

    -- Only the owner and the service may use the schema.
    execute format('revoke all on schema %I from public', schema_name);
    foreach other in array services || array(select s || '_owner' from unnest(services) s) loop
      if other <> owner then
        execute format('revoke all on schema %I from %I', schema_name, other);
        if other <> service then
          execute format('revoke all on all tables in schema %I from %I', schema_name, other);
        end if;
      end if;
      foreach role_name in array array[service, owner] loop
        if other <> role_name and pg_has_role(other, role_name, 'member') then
          execute format('revoke %I from %I', role_name, other);
        end if;
      end loop;
    end loop;

    -- The rights of the service on rows, in existing tables and in tables of later migrations.
    execute format('grant usage on schema %I to %I', schema_name, service);
    execute format(
      'alter default privileges for role %I in schema %I grant select, insert, update, delete on tables to %I',
      owner, schema_name, service);
    execute format(
      'alter default privileges for role %I in schema %I grant usage on sequences to %I',
      owner, schema_name, service);
    execute format('grant usage on all sequences in schema %I to %I', schema_name, service);
    for existing in select tablename from pg_tables where schemaname = schema_name loop
      execute format('revoke all on %I.%I from %I', schema_name, existing, service);
      if existing = 'event_log' then
        execute format('grant select, insert on %I.%I to %I', schema_name, existing, service);
      elsif existing like 'flyway%' then
        execute format('grant select on %I.%I to %I', schema_name, existing, service);
      else
        execute format('grant select, insert, update, delete on %I.%I to %I', schema_name, existing, service);
      end if;
    end loop;
  end loop;
end
$$;

-- Time limits. PostgreSQL has none by default, and one open transaction blocks vacuum and row locks for all sessions.
--   lock_timeout                         a writer that cannot lock its row fails while its caller still waits
--   statement_timeout                    longer than any of our queries should take
--   idle_in_transaction_session_timeout  a process that is frozen in a transaction loses its locks, and a relay its
--                                        leadership, before callers give up
--   transaction_timeout                  the limit for all other cases; the rebuild of a read model raises it
-- The limits of the owner are longer, because a migration may fill a new column of a large table.
do $$
declare
  service text;
begin
  foreach service in array array[
    'user_service', 'listing_service', 'purchase_service', 'notification_service', 'analytics_service'
  ] loop
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

-- Rights that cannot be revoked: a service can NOTIFY, take advisory locks in the same database (no service relies on
-- them), raise its own time limits, and read the names, but not the rows, of other services' tables in the system
-- catalog.
