-- A collection is open to the workspace or closed to all but the members that are named. Who reads is said by each
-- transaction: the id of a user, or '*' for the product itself, as in jobs. Whoever says nothing reads open ones only.
create function current_reader() returns text
  language sql stable parallel safe
  return nullif(current_setting('app.current_reader', true), '');

alter table collections add column access text not null default 'workspace' check (access in ('workspace', 'members'));
-- Only open collections need names of their own: nobody learns of a closed one by trying names.
drop index collections_name;
create unique index collections_name on collections (workspace_id, lower(name)) where access = 'workspace';

create table collection_members (
  workspace_id uuid not null,
  collection_id uuid not null,
  user_id text not null,
  added_at timestamptz not null default now(),
  primary key (workspace_id, collection_id, user_id),
  foreign key (workspace_id, collection_id) references collections (workspace_id, id) on delete cascade,
  foreign key (workspace_id, user_id) references workspace_members (workspace_id, user_id) on delete cascade
);
create index collection_members_user on collection_members (workspace_id, user_id);
alter table collection_members enable row level security;
alter table collection_members force row level security;
create policy tenant on collection_members to brain_app
  using (workspace_id = current_workspace_id()) with check (workspace_id = current_workspace_id());
grant select, insert, update, delete on collection_members to brain_app;

-- Those who manage collections see that a closed one exists and who reads it, not what is in it.
drop policy tenant on collections;
create policy tenant on collections to brain_app
  using (
    workspace_id = current_workspace_id()
    and (
      access = 'workspace' or current_reader() = '*' or current_setting('app.manages_collections', true) = 'on'
      or exists (
        select from collection_members m
        where m.workspace_id = collections.workspace_id and m.collection_id = collections.id and m.user_id = current_reader()
      )
    )
  )
  with check (workspace_id = current_workspace_id());

-- The collections whose documents the reader may read; asked once for a query, and not at all for the product. In plpgsql, because
-- that keeps the plan of its query for the session; a function in SQL is planned anew with each query.
create function readable_collection_ids() returns uuid[]
  language plpgsql stable parallel safe
  as $$
begin
  return array(
    select c.id from collections c
    where c.workspace_id = current_workspace_id()
      and (
        c.access = 'workspace'
        or exists (
          select from collection_members m
          where m.workspace_id = c.workspace_id and m.collection_id = c.id and m.user_id = current_reader()
        )
      )
  );
end $$;

drop policy tenant on brain_documents;
create policy tenant on brain_documents to brain_app
  using (
    workspace_id = current_workspace_id()
    and (
      collection_id is null or current_reader() = '*'
      or collection_id = any ((select readable_collection_ids())::uuid[])
    )
  )
  with check (
    workspace_id = current_workspace_id()
    and (
      collection_id is null or current_reader() = '*'
      or collection_id = any ((select readable_collection_ids())::uuid[])
    )
  );

-- What belongs to a document is read by whoever reads the document: the look into brain_documents obeys its policy. It is a scalar
-- subquery, so that it is a look by key for each row; an `exists` could become a scan of all documents into a hash.
drop policy tenant on document_versions;
create policy tenant on document_versions to brain_app
  using (
    workspace_id = current_workspace_id()
    and (
      current_reader() = '*'
      or (select true from brain_documents d where d.workspace_id = current_workspace_id() and d.id = document_versions.document_id)
    )
  )
  with check (
    workspace_id = current_workspace_id()
    and (
      current_reader() = '*'
      or (select true from brain_documents d where d.workspace_id = current_workspace_id() and d.id = document_versions.document_id)
    )
  );

drop policy tenant on document_texts;
create policy tenant on document_texts to brain_app
  using (
    workspace_id = current_workspace_id()
    and (
      current_reader() = '*'
      or (select true from brain_documents d where d.workspace_id = current_workspace_id() and d.id = document_texts.document_id)
    )
  )
  with check (
    workspace_id = current_workspace_id()
    and (
      current_reader() = '*'
      or (select true from brain_documents d where d.workspace_id = current_workspace_id() and d.id = document_texts.document_id)
    )
  );

drop policy tenant on passages;
create policy tenant on passages to brain_app
  using (
    workspace_id = current_workspace_id()
    and (
      current_reader() = '*'
      or (select true from brain_documents d where d.workspace_id = current_workspace_id() and d.id = passages.document_id)
    )
  )
  with check (
    workspace_id = current_workspace_id()
    and (
      current_reader() = '*'
      or (select true from brain_documents d where d.workspace_id = current_workspace_id() and d.id = passages.document_id)
    )
  );

-- Deleting a collection leaves no document behind, least of all one that is suddenly open to everyone.
alter table brain_documents
  drop constraint brain_documents_workspace_id_collection_id_fkey,
  add constraint brain_documents_collection_fkey foreign key (workspace_id, collection_id) references collections (workspace_id, id);

-- The same content is one document within its collection: who may not read a closed one learns nothing by importing it too.
drop index brain_documents_content;
create unique index brain_documents_content on brain_documents (workspace_id, content_hash, collection_id) nulls not distinct
  where deleted_at is null;
drop index brain_documents_source;
create unique index brain_documents_source on brain_documents (workspace_id, source, collection_id) nulls not distinct
  where deleted_at is null and source is not null;
