-- How a workspace searches; without a row, as everybody does. Which model makes its vectors is chosen among its models.
create table retrieval_settings (
  workspace_id uuid primary key references workspaces (id),
  hybrid_weight real not null default 0.5 check (hybrid_weight between 0 and 1),
  is_broad boolean not null default false,
  updated_at timestamptz not null default now()
);
alter table retrieval_settings enable row level security;
alter table retrieval_settings force row level security;
create policy tenant on retrieval_settings to brain_app
  using (workspace_id = current_workspace_id()) with check (workspace_id = current_workspace_id());

-- All vectors that one model made of a workspace. A coming generation is built beside the active one: building → ready, while its
-- index is made → active → retired, until its vectors are removed. A failed one waits for somebody to try again.
create table embedding_generations (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  -- As the provider and the model are called: `openai/text-embedding-3-small`.
  model text not null,
  -- Known with the first vectors.
  dimensions int check (dimensions between 1 and 16000),
  state text not null default 'building' check (state in ('building', 'ready', 'active', 'retired', 'failed')),
  -- What nearest vectors are found by, once it is built; null: each is compared.
  index_kind text check (index_kind in ('hnsw', 'hnsw_bit')),
  embedded int not null default 0,
  passages int not null default 0,
  -- Every passage that may be searched has its vector, up to this ordinal.
  complete_to int not null default -1,
  -- Why it stands still: until retry_at where it goes on by itself, else until somebody tries again.
  failure_code text,
  failure_message text,
  failures int not null default 0,
  retry_at timestamptz,
  created_at timestamptz not null default now(),
  activated_at timestamptz,
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id)
);
create unique index embedding_generations_active on embedding_generations (workspace_id) where state = 'active';
create unique index embedding_generations_coming on embedding_generations (workspace_id)
  where state in ('building', 'ready', 'failed');
alter table embedding_generations enable row level security;
alter table embedding_generations force row level security;
create policy tenant on embedding_generations to brain_app
  using (workspace_id = current_workspace_id()) with check (workspace_id = current_workspace_id());

-- A vector tells much of its text, so it is read by whoever reads the document. Nearest vectors are found by looking at thousands of
-- rows: a look into brain_documents for each would cost more than comparing them. So each row carries the collection of its document,
-- and the foreign key keeps it so; the zeros stand for none, as null would not be kept.
alter table brain_documents
  add column collection_key uuid not null
    generated always as (coalesce(collection_id, '00000000-0000-0000-0000-000000000000'::uuid)) stored,
  add constraint brain_documents_collection_key unique (workspace_id, id, collection_key);

create table passage_embeddings (
  workspace_id uuid not null,
  ordinal int not null,
  generation_id uuid not null,
  document_id uuid not null,
  version int not null,
  collection_key uuid not null,
  embedding real[] not null,
  primary key (workspace_id, ordinal, generation_id),
  foreign key (workspace_id, generation_id) references embedding_generations (workspace_id, id),
  foreign key (workspace_id, ordinal) references passages (workspace_id, ordinal) on delete cascade,
  foreign key (workspace_id, document_id, collection_key) references brain_documents (workspace_id, id, collection_key)
    on delete cascade on update cascade
);
create index passage_embeddings_document on passage_embeddings (workspace_id, document_id);
-- Comparing a list of numbers costs two to three times as much as comparing a vector, but it is there on every server.
do $$
begin
  if exists (select from pg_extension where extname = 'vector') then
    alter table passage_embeddings alter column embedding type vector using embedding::vector;
  end if;
end $$;
-- As long as a row fits a page its vector stays in it: fetching each from elsewhere costs five times the comparison.
alter table passage_embeddings alter column embedding set storage main;
alter table passage_embeddings enable row level security;
alter table passage_embeddings force row level security;
create policy tenant on passage_embeddings to brain_app
  using (
    workspace_id = current_workspace_id()
    and (
      collection_key = '00000000-0000-0000-0000-000000000000' or current_reader() = '*'
      or collection_key = any ((select readable_collection_ids())::uuid[])
    )
  )
  with check (workspace_id = current_workspace_id() and current_reader() = '*');

grant select, insert, update, delete on retrieval_settings, embedding_generations, passage_embeddings to brain_app;
