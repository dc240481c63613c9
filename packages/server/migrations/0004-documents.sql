create table collections (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  name text not null check (length(name) between 1 and 120),
  created_at timestamptz not null default now(),
  primary key (workspace_id, id)
);
create unique index collections_name on collections (workspace_id, lower(name));
alter table collections enable row level security;
alter table collections force row level security;
create policy tenant on collections to brain_app
  using (workspace_id = current_workspace_id()) with check (workspace_id = current_workspace_id());

create table brain_documents (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  collection_id uuid,
  title text not null,
  -- Given by a person, so what is found in the file does not replace it.
  is_title_given boolean not null default false,
  file_name text,
  format text check (format in ('text', 'markdown', 'html', 'pdf', 'docx', 'xlsx', 'csv', 'pptx', 'eml')),
  source text,
  author text,
  language text,
  state text not null default 'queued' check (state in ('queued', 'reading', 'indexing', 'ready', 'failed')),
  failure_code text,
  failure_message text,
  version int not null default 1,
  indexed_version int,
  content_hash text not null,
  bytes bigint not null,
  characters int,
  pages int,
  passages int,
  created_by text,
  deleted_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, collection_id) references collections (workspace_id, id) on delete set null (collection_id)
);
-- The same content is one document; the same source is one document with versions.
create unique index brain_documents_content on brain_documents (workspace_id, content_hash) where deleted_at is null;
create unique index brain_documents_source on brain_documents (workspace_id, source) where deleted_at is null and source is not null;
create index brain_documents_newest on brain_documents (workspace_id, created_at desc, id desc);
create index brain_documents_state on brain_documents (workspace_id, state);
create index brain_documents_collection on brain_documents (workspace_id, collection_id);
alter table brain_documents enable row level security;
alter table brain_documents force row level security;
create policy tenant on brain_documents to brain_app
  using (workspace_id = current_workspace_id()) with check (workspace_id = current_workspace_id());

create table document_versions (
  workspace_id uuid not null,
  document_id uuid not null,
  version int not null,
  file_name text,
  content_hash text not null,
  bytes bigint not null,
  blob_key text not null,
  created_by text,
  created_at timestamptz not null default now(),
  primary key (workspace_id, document_id, version),
  foreign key (workspace_id, document_id) references brain_documents (workspace_id, id) on delete cascade
);
alter table document_versions enable row level security;
alter table document_versions force row level security;
create policy tenant on document_versions to brain_app
  using (workspace_id = current_workspace_id()) with check (workspace_id = current_workspace_id());

-- What was read from a version; every offset of a passage or a citation points into it.
create table document_texts (
  workspace_id uuid not null,
  document_id uuid not null,
  version int not null,
  text text not null,
  headings jsonb not null,
  pages jsonb not null,
  primary key (workspace_id, document_id, version),
  foreign key (workspace_id, document_id) references brain_documents (workspace_id, id) on delete cascade
);
alter table document_texts enable row level security;
alter table document_texts force row level security;
create policy tenant on document_texts to brain_app
  using (workspace_id = current_workspace_id()) with check (workspace_id = current_workspace_id());

-- A passage may be read when its version is the indexed_version of its document and the document is not deleted:
-- the passages of a version to come are written in small transactions beside those that still answer questions.
create table passages (
  workspace_id uuid not null,
  id uuid not null,
  document_id uuid not null,
  version int not null,
  position int not null,
  ordinal int not null,
  heading_path text[] not null,
  page int,
  start_offset int not null,
  end_offset int not null check (end_offset > start_offset),
  language text not null,
  text text not null,
  primary key (workspace_id, id),
  unique (workspace_id, ordinal),
  unique (workspace_id, document_id, version, position),
  foreign key (workspace_id, document_id) references brain_documents (workspace_id, id) on delete cascade
);
alter table passages enable row level security;
alter table passages force row level security;
create policy tenant on passages to brain_app
  using (workspace_id = current_workspace_id()) with check (workspace_id = current_workspace_id());

grant select, insert, update, delete on collections, brain_documents, document_versions, document_texts, passages to brain_app;
