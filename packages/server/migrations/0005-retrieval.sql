-- The lexical index: one row per term and block of 4096 passage ordinals, with packed postings; derived from the
-- passages and rebuildable from them. Sizes and timings that led here: docs/decisions/0003-posting-blocks.md.
create table retrieval_statistics (
  workspace_id uuid primary key references workspaces (id),
  passages int not null default 0,
  total_length bigint not null default 0,
  next_ordinal int not null default 0,
  analyzer_version smallint not null
);
alter table retrieval_statistics enable row level security;
alter table retrieval_statistics force row level security;
create policy tenant on retrieval_statistics to brain_app
  using (workspace_id = current_workspace_id()) with check (workspace_id = current_workspace_id());

create table retrieval_blocks (
  workspace_id uuid not null references workspaces (id),
  term text collate "C" not null,
  block int not null,
  document_frequency int not null,
  postings bytea not null,
  primary key (workspace_id, term, block)
) with (fillfactor = 80);
alter table retrieval_blocks alter postings set storage external;
alter table retrieval_blocks enable row level security;
alter table retrieval_blocks force row level security;
create policy tenant on retrieval_blocks to brain_app
  using (workspace_id = current_workspace_id()) with check (workspace_id = current_workspace_id());

grant select, insert, update, delete on retrieval_statistics, retrieval_blocks to brain_app;
