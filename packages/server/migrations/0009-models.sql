-- One row for each call to a model, whatever became of it. Nobody may change or delete one. cost_nanos is null as long as no price is
-- known: 0 would say that it was free.
create table ai_usage (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  started_at timestamptz not null,
  kind text not null check (kind in ('chat', 'embedding')),
  purpose text not null check (purpose ~ '^[a-z][a-z-]{0,39}$'),
  provider text not null,
  model text not null,
  outcome text not null check (outcome in ('finished', 'failed', 'cancelled')),
  fault text,
  -- Of whoever it was done for; an id stays when its owner has gone.
  user_id text,
  agent_id uuid,
  conversation_id uuid,
  input_tokens bigint not null check (input_tokens >= 0),
  cached_input_tokens bigint not null check (cached_input_tokens between 0 and input_tokens),
  cache_write_tokens bigint not null check (cache_write_tokens between 0 and input_tokens),
  output_tokens bigint not null check (output_tokens >= 0),
  reasoning_tokens bigint not null check (reasoning_tokens between 0 and output_tokens),
  is_estimated boolean not null,
  requests int not null check (requests > 0),
  duration_ms int not null check (duration_ms >= 0),
  first_token_ms int check (first_token_ms >= 0),
  cost_nanos bigint check (cost_nanos >= 0),
  primary key (workspace_id, id)
);
create index ai_usage_started on ai_usage (workspace_id, started_at desc);
alter table ai_usage enable row level security;
alter table ai_usage force row level security;
create policy tenant on ai_usage to brain_app
  using (workspace_id = current_workspace_id()) with check (workspace_id = current_workspace_id());
grant select, insert on ai_usage to brain_app;

-- Providers that a workspace set up for itself. The key is sealed for its row with a key made from the secret of the installation;
-- key_id names that one, so that a secret that does not fit any more can be told.
create table model_providers (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  name text not null check (name ~ '^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$'),
  kind text not null check (kind in ('openai', 'openai-compatible', 'anthropic', 'google')),
  base_url text,
  sealed_key text,
  key_id text,
  key_ending text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, name),
  check ((sealed_key is null) = (key_id is null))
);
alter table model_providers enable row level security;
alter table model_providers force row level security;
create policy tenant on model_providers to brain_app
  using (workspace_id = current_workspace_id()) with check (workspace_id = current_workspace_id());
create policy system on model_providers to brain_system using (true) with check (true);
grant select, insert, update, delete on model_providers to brain_app;
grant select, update on model_providers to brain_system;

-- Which models a workspace uses. Null: those of the installation. An empty list: none, the built-in answerer answers.
create table model_choices (
  workspace_id uuid primary key references workspaces (id),
  chat_models text[],
  embedding_model text,
  updated_at timestamptz not null default now()
);
alter table model_choices enable row level security;
alter table model_choices force row level security;
create policy tenant on model_choices to brain_app
  using (workspace_id = current_workspace_id()) with check (workspace_id = current_workspace_id());
grant select, insert, update, delete on model_choices to brain_app;
