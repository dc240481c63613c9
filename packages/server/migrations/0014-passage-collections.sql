-- A search reads dozens of passages, and a look into brain_documents for the policy of each took as long as reading them. As vectors
-- do, each passage carries the collection of its document, and the foreign key keeps it so.
alter table passages no force row level security;
alter table brain_documents no force row level security;
alter table passages add column collection_key uuid;
update passages p set collection_key = d.collection_key
from brain_documents d where d.workspace_id = p.workspace_id and d.id = p.document_id;
alter table passages
  alter column collection_key set not null,
  drop constraint passages_workspace_id_document_id_fkey,
  add constraint passages_document_fkey foreign key (workspace_id, document_id, collection_key)
    references brain_documents (workspace_id, id, collection_key) on delete cascade on update cascade;
alter table brain_documents force row level security;
alter table passages force row level security;

drop policy tenant on passages;
create policy tenant on passages to brain_app
  using (
    workspace_id = current_workspace_id()
    and (
      collection_key = '00000000-0000-0000-0000-000000000000' or current_reader() = '*'
      or collection_key = any ((select readable_collection_ids())::uuid[])
    )
  )
  with check (
    workspace_id = current_workspace_id()
    and (
      collection_key = '00000000-0000-0000-0000-000000000000' or current_reader() = '*'
      or collection_key = any ((select readable_collection_ids())::uuid[])
    )
  );

-- The same set as before. Asked for each collection whether it names the reader, the function took longer than the search it guards;
-- now open ones and those that name the reader are each found by an index.
create or replace function readable_collection_ids() returns uuid[]
  language plpgsql stable parallel safe
  as $$
begin
  return array(
    select c.id from collections c where c.workspace_id = current_workspace_id() and c.access = 'workspace'
    union all
    select m.collection_id from collection_members m
    where m.workspace_id = current_workspace_id() and m.user_id = current_reader()
  );
end $$;
