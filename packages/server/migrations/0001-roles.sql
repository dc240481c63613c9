-- The product works in two roles that own nothing and bypass nothing. brain_app sees the rows of one workspace;
-- brain_system sees only the few tables whose policies name it. The login user owns the tables, but as row security
-- is forced, it too sees no tenant row before it takes one of the two roles.
do $$
declare
  role_name text;
begin
  foreach role_name in array array['brain_app', 'brain_system'] loop
    if not exists (select from pg_roles where rolname = role_name) then
      begin
        execute format('create role %I nologin nosuperuser nobypassrls noinherit', role_name);
      exception when duplicate_object or unique_violation then
        null; -- another database of this server was migrated at the same moment
      end;
    end if;
    if not pg_has_role(current_user, role_name, 'member') or not (select rolsuper from pg_roles where rolname = current_user) then
      execute format('grant %I to current_user', role_name);
    end if;
    execute format('grant usage on schema public to %I', role_name);
  end loop;
end $$;

create extension if not exists pg_trgm;
create extension if not exists btree_gin;

-- Vectors are optional: without the extension the product searches by words only.
do $$
begin
  if exists (select from pg_available_extensions where name = 'vector') then
    create extension if not exists vector;
  end if;
exception when insufficient_privilege then
  raise notice 'The extension vector must be created by a superuser; searching by words only.';
end $$;

-- The workspace of the running transaction, or null. After a transaction the setting is '' rather than null.
create function current_workspace_id() returns uuid
  language sql stable parallel safe
  return nullif(current_setting('app.current_workspace_id', true), '')::uuid;
