-- Who signs in. These tables belong to the sign-in library and to no workspace. Rows of a workspace never
-- lead to a password or a session: brain_app reads names only.
create table users (
  id text primary key,
  name text not null,
  email text not null unique,
  email_verified boolean not null default false,
  image text,
  language text check (language in ('en', 'de')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table sessions (
  id text primary key,
  user_id text not null references users (id) on delete cascade,
  token text not null unique,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index on sessions (user_id);

create table accounts (
  id text primary key,
  user_id text not null references users (id) on delete cascade,
  account_id text not null,
  provider_id text not null,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (provider_id, account_id)
);
create index on accounts (user_id);

create table verifications (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index on verifications (identifier);

-- Facts about the installation as a whole, such as the hash of the setup token.
create table instance_settings (
  name text primary key,
  value jsonb not null,
  updated_at timestamptz not null default now()
);

create table workspaces (
  id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$'),
  name text not null,
  language text not null default 'en' check (language in ('en', 'de')),
  time_zone text not null default 'UTC',
  created_at timestamptz not null default now()
);
alter table workspaces enable row level security;
alter table workspaces force row level security;
create policy tenant on workspaces to brain_app using (id = current_workspace_id()) with check (id = current_workspace_id());
create policy system on workspaces to brain_system using (true) with check (true);

create table workspace_members (
  workspace_id uuid not null references workspaces (id),
  user_id text not null references users (id) on delete cascade,
  role text not null check (role in ('owner', 'admin', 'member', 'viewer')),
  joined_at timestamptz not null default now(),
  primary key (workspace_id, user_id)
);
create index on workspace_members (user_id);
alter table workspace_members enable row level security;
alter table workspace_members force row level security;
create policy tenant on workspace_members to brain_app
  using (workspace_id = current_workspace_id()) with check (workspace_id = current_workspace_id());
create policy system on workspace_members to brain_system using (true) with check (true);

-- The first reply to an unsafe request that carried an Idempotency-Key, kept for a day.
create table idempotency_keys (
  workspace_id uuid not null references workspaces (id),
  user_id text not null,
  key text not null check (length(key) between 1 and 255),
  request_hash text not null,
  status int,
  reply jsonb,
  created_at timestamptz not null default now(),
  primary key (workspace_id, user_id, key)
);
create index on idempotency_keys (workspace_id, created_at);
alter table idempotency_keys enable row level security;
alter table idempotency_keys force row level security;
create policy tenant on idempotency_keys to brain_app
  using (workspace_id = current_workspace_id()) with check (workspace_id = current_workspace_id());
create policy system on idempotency_keys to brain_system using (true) with check (true);

grant select, update on workspaces to brain_app;
grant select, insert, update, delete on workspace_members, idempotency_keys to brain_app;
grant select, insert, update on workspaces to brain_system;
grant select, insert on workspace_members to brain_system;
grant select, delete on idempotency_keys to brain_system;
grant select (id, name, email, language) on users to brain_app;
grant select, insert, update on users to brain_system;
grant insert on accounts to brain_system;
grant select, insert, update, delete on instance_settings to brain_system;
