-- Tags are written in lower case, so that a tag is one tag however it was typed.
alter table brain_documents add column tags text[] not null default '{}' check (cardinality(tags) <= 20);

-- The words of titles and headings, for suggestions while typing: a range of the key is all that row security lets an index serve.
-- Position 0 is the title of the document, the others are its headings in order.
create table document_words (
  workspace_id uuid not null,
  document_id uuid not null,
  position int not null check (position >= 0),
  word text collate "C" not null,
  start_offset int not null,
  text text not null,
  primary key (workspace_id, word, document_id, position),
  foreign key (workspace_id, document_id) references brain_documents (workspace_id, id) on delete cascade
);
create index document_words_titles on document_words (workspace_id, word) where position = 0;
create index document_words_document on document_words (workspace_id, document_id, position);
alter table document_words enable row level security;
alter table document_words force row level security;
create policy tenant on document_words to brain_app
  using (
    workspace_id = current_workspace_id()
    and (
      current_reader() = '*'
      or (select true from brain_documents d where d.workspace_id = current_workspace_id() and d.id = document_words.document_id)
    )
  )
  with check (
    workspace_id = current_workspace_id()
    and (
      current_reader() = '*'
      or (select true from brain_documents d where d.workspace_id = current_workspace_id() and d.id = document_words.document_id)
    )
  );
grant select, insert, update, delete on document_words to brain_app;

-- Documents that are there already. The program folds words by its own tables; what a locale does not know is folded when the
-- document is read or named anew.
alter table brain_documents no force row level security;
alter table document_texts no force row level security;
alter table document_words no force row level security;
insert into document_words (workspace_id, document_id, position, word, start_offset, text)
select distinct on (workspace_id, word, document_id, position) workspace_id, document_id, position, word, start_offset, text
from (
  select d.workspace_id, d.id as document_id, 0 as position, 0 as start_offset, d.title as text
  from brain_documents d
  union all
  select t.workspace_id, t.document_id, h.position::int, (h.heading ->> 'start')::int, h.heading ->> 'title'
  from document_texts t
  join brain_documents d on d.workspace_id = t.workspace_id and d.id = t.document_id and d.indexed_version = t.version
  cross join lateral jsonb_array_elements(t.headings) with ordinality as h (heading, position)
) places
cross join lateral regexp_split_to_table(lower(left(text, 500)), '[\s[:punct:]]+') as words (word)
where word <> '' and length(word) <= 64;
alter table brain_documents force row level security;
alter table document_texts force row level security;
alter table document_words force row level security;
