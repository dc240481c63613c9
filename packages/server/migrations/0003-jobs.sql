-- The queue. A job belongs to a workspace and is claimed by whoever has a free hand: at least once, with effect once,
-- because its end is written together with its effect and only while the lease token still fits.
create table jobs (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  queue text not null,
  payload jsonb not null,
  state text not null default 'ready' check (state in ('ready', 'active', 'done', 'dead', 'cancelled')),
  attempt int not null default 0,
  max_attempts int not null default 5,
  run_at timestamptz not null default now(),
  lease_token uuid,
  lease_until timestamptz,
  is_cancel_requested boolean not null default false,
  dedupe_key text,
  progress real,
  error_code text,
  error_message text,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  primary key (workspace_id, id)
);
create unique index jobs_dedupe on jobs (workspace_id, queue, dedupe_key)
  where state in ('ready', 'active') and dedupe_key is not null;
-- The claim walks this index from workspace to workspace: its cost grows with the workspaces that wait, not with their jobs.
create index jobs_waiting on jobs (workspace_id, queue, run_at, id) where state = 'ready';
-- Neither lease nor progress stands in an index, so that the writes of a heartbeat stay within their page.
create index jobs_active on jobs (workspace_id) where state = 'active';
-- Whose turn it is: the workspace that was served longest ago.
create index jobs_served on jobs (workspace_id, started_at) where started_at is not null;
create index jobs_finished on jobs (finished_at) where state in ('done', 'cancelled');
alter table jobs enable row level security;
alter table jobs force row level security;
create policy tenant on jobs to brain_app
  using (workspace_id = current_workspace_id()) with check (workspace_id = current_workspace_id());
create policy system on jobs to brain_system using (true) with check (true);
grant select, insert, update, delete on jobs to brain_app, brain_system;
