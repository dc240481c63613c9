-- Whether an answer was made for somebody before, and given again.
alter table agent_messages add column is_from_cache boolean not null default false;

-- Which versions are over is asked for all workspaces of which something is held, when their notifications may have been lost.
create policy system on corpus_versions to brain_system using (true);
grant select on corpus_versions to brain_system;

-- One warm-up of the cache: counts only. Which questions it asks, and whose they are, it tells nobody.
create table cache_warmups (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  state text not null default 'queued' check (state in ('queued', 'running', 'complete', 'stopped', 'failed')),
  max_questions int not null,
  max_tokens int not null,
  questions int not null default 0,
  done int not null default 0,
  warmed int not null default 0,
  known int not null default 0,
  failed int not null default 0,
  tokens bigint not null default 0,
  failure_code text,
  failure_message text,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (workspace_id, id)
);
create unique index cache_warmups_open on cache_warmups (workspace_id) where state in ('queued', 'running');
alter table cache_warmups enable row level security;
alter table cache_warmups force row level security;
create policy tenant on cache_warmups to brain_app
  using (workspace_id = current_workspace_id()) with check (workspace_id = current_workspace_id());
grant select, insert, update, delete on cache_warmups to brain_app;
