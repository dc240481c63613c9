-- Plans are sets of limits; what an operator sets for one workspace alone stands in limits, by metric, null for no limit.
alter table workspaces
  add column plan text not null default 'enterprise' check (plan in ('free', 'pro', 'enterprise')),
  add column status text not null default 'active' check (status in ('active', 'suspended', 'cancelled')),
  add column limits jsonb not null default '{}',
  add column join_domains text[] not null default '{}',
  add column join_role text not null default 'member' check (join_role in ('admin', 'member', 'viewer')),
  add column updated_at timestamptz not null default now();
create index workspaces_join_domains on workspaces using gin (join_domains);

-- Stocks (documents, agents, users, storage in bytes) have the period ''; flows (queries, api_calls, tokens) the
-- calendar month in the time zone of the workspace.
create table workspace_usage (
  workspace_id uuid not null references workspaces (id),
  metric text not null check (metric in ('documents', 'agents', 'users', 'storage', 'queries', 'api_calls', 'tokens')),
  period text not null check (period ~ '^([0-9]{4}-(0[1-9]|1[0-2]))?$'),
  value bigint not null check (value >= 0),
  primary key (workspace_id, metric, period)
) with (fillfactor = 70);
alter table workspace_usage enable row level security;
alter table workspace_usage force row level security;
create policy tenant on workspace_usage to brain_app
  using (workspace_id = current_workspace_id()) with check (workspace_id = current_workspace_id());
create policy system on workspace_usage to brain_system using (true) with check (true);
grant select, insert, update, delete on workspace_usage to brain_app;
grant select, insert, update on workspace_usage to brain_system;

-- What is there already is counted once. Forced row security hides the rows from their owner as well, so it rests for a moment.
alter table workspace_members no force row level security;
alter table brain_documents no force row level security;
alter table document_versions no force row level security;
alter table workspace_usage no force row level security;
insert into workspace_usage (workspace_id, metric, period, value)
  select workspace_id, 'users', '', count(*) from workspace_members group by workspace_id
  union all
  select workspace_id, 'documents', '', count(*) from brain_documents where deleted_at is null group by workspace_id
  union all
  select v.workspace_id, 'storage', '', coalesce(sum(v.bytes), 0)
  from document_versions v join brain_documents d on d.workspace_id = v.workspace_id and d.id = v.document_id
  where d.deleted_at is null group by v.workspace_id;
alter table workspace_members force row level security;
alter table brain_documents force row level security;
alter table document_versions force row level security;
alter table workspace_usage force row level security;

-- Only the hash of a link's token is kept. Without an address the link is for whoever has it, max_uses times.
create table invitations (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  token_hash bytea not null unique,
  email text,
  role text not null check (role in ('admin', 'member', 'viewer')),
  uses int not null default 0,
  max_uses int not null default 1 check (max_uses between 1 and 1000),
  invited_by text references users (id) on delete set null,
  mail_id uuid,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (workspace_id, id),
  check (uses between 0 and max_uses)
);
create unique index invitations_email on invitations (workspace_id, email) where email is not null;
alter table invitations enable row level security;
alter table invitations force row level security;
create policy tenant on invitations to brain_app
  using (workspace_id = current_workspace_id()) with check (workspace_id = current_workspace_id());
create policy system on invitations to brain_system using (true) with check (true);
grant select, insert, update, delete on invitations to brain_app;
grant select, insert, update, delete on invitations to brain_system;

-- A key belongs to a member of a workspace and ends with the membership. Its secret has 256 bits, so a plain hash keeps it.
create table api_keys (
  workspace_id uuid not null,
  id uuid not null,
  user_id text not null,
  name text not null check (length(name) between 1 and 80),
  prefix text not null,
  secret_hash bytea not null,
  scopes text[] not null,
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, user_id) references workspace_members (workspace_id, user_id) on delete cascade
);
create unique index api_keys_id on api_keys (id);
create index api_keys_member on api_keys (workspace_id, user_id);
alter table api_keys enable row level security;
alter table api_keys force row level security;
create policy tenant on api_keys to brain_app
  using (workspace_id = current_workspace_id()) with check (workspace_id = current_workspace_id());
create policy system on api_keys to brain_system using (true) with check (true);
grant select, insert, update, delete on api_keys to brain_app;
grant select, update on api_keys to brain_system;

-- The outbox of the installation. Mails carry links that open accounts, so only brain_system reads them, and the
-- text goes once a mail is sent. A workspace can add to it and no more.
create table mails (
  id uuid primary key,
  to_address text not null,
  subject text not null,
  text text,
  html text,
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'failed', 'kept')),
  attempts int not null default 0,
  next_attempt_at timestamptz not null default now(),
  failure text,
  created_at timestamptz not null default now(),
  sent_at timestamptz
);
create index mails_waiting on mails (next_attempt_at) where state = 'waiting';
create index mails_newest on mails (created_at desc, id desc);
alter table mails enable row level security;
alter table mails force row level security;
create policy outbox on mails for insert to brain_app with check (true);
create policy system on mails to brain_system using (true) with check (true);
grant insert on mails to brain_app;
grant select, insert, update, delete on mails to brain_system;

-- Accounts: who runs the installation, who has a second factor, who is locked out.
alter table users
  add column is_operator boolean not null default false,
  add column two_factor_enabled boolean not null default false,
  add column disabled_at timestamptz;
-- Whoever set the installation up runs it.
update users set is_operator = true where id = (select id from users order by created_at, id limit 1);

-- The secret is sealed with a key made from the secret of the installation, the recovery codes are kept as keyed hashes: the rows
-- alone open nothing. A code counts once, so its time step is remembered.
create table two_factors (
  user_id text primary key references users (id) on delete cascade,
  secret text not null,
  recovery_codes text[] not null,
  confirmed_at timestamptz,
  last_used_step bigint not null default 0
);

-- What opens a session is kept as its hash; until now it was kept as it is.
update sessions set token = encode(sha256(convert_to(token, 'UTF8')), 'hex');

-- Failed attempts by account and by address, as hashes of either: who guesses waits longer each time, on every node.
-- Failures are forgotten one by one; counted_from says since when the next one waits to be.
create table sign_in_attempts (
  key bytea primary key,
  failures int not null,
  blocked_until timestamptz not null,
  counted_from timestamptz not null default now()
);
create index on sign_in_attempts (counted_from);

grant select, insert, update, delete on workspace_members to brain_system;
grant select, insert, update, delete on two_factors, sign_in_attempts to brain_system;
grant select, update, delete on sessions to brain_system;
grant select, insert, update on accounts to brain_system;
grant select, insert, delete on verifications to brain_system;
