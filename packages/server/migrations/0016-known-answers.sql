-- What an answer says that is given again and again. A message that points to it has none of this itself; it is read by whoever was
-- given it, and by nobody else. Answers that stand alone are given so, and those are never shared.
create table known_answers (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  text text not null,
  citations jsonb not null,
  passages jsonb not null,
  sentences jsonb not null,
  follow_ups jsonb not null,
  document_ids uuid[] not null,
  corpus_version bigint not null,
  record jsonb not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id)
);
alter table known_answers enable row level security;
alter table known_answers force row level security;

alter table agent_messages add column known_answer_id uuid;
alter table agent_messages add foreign key (workspace_id, known_answer_id) references known_answers (workspace_id, id);
create index agent_messages_known_answer on agent_messages (workspace_id, known_answer_id, user_id) where known_answer_id is not null;

create policy tenant on known_answers to brain_app
  using (
    workspace_id = current_workspace_id()
    and (
      current_reader() = '*'
      or exists (
        select from agent_messages m
        where m.workspace_id = current_workspace_id() and m.known_answer_id = known_answers.id and m.user_id = current_reader()
      )
    )
  )
  with check (workspace_id = current_workspace_id() and current_reader() = '*');
create policy product_deletes on known_answers as restrictive for delete to brain_app using (current_reader() = '*');

-- What is cited, as it was. It goes with its document, and is read by whoever reads both the answer and the document now.
create table known_answer_quotes (
  workspace_id uuid not null,
  known_answer_id uuid not null,
  number int not null,
  document_id uuid not null,
  heading_path text[] not null,
  page int,
  quote text not null,
  primary key (workspace_id, known_answer_id, number),
  foreign key (workspace_id, known_answer_id) references known_answers (workspace_id, id) on delete cascade,
  foreign key (workspace_id, document_id) references brain_documents (workspace_id, id) on delete cascade
);
create index known_answer_quotes_document on known_answer_quotes (workspace_id, document_id);
alter table known_answer_quotes enable row level security;
alter table known_answer_quotes force row level security;
create policy tenant on known_answer_quotes to brain_app
  using (
    workspace_id = current_workspace_id()
    and (
      current_reader() = '*'
      or (
        (select true from known_answers k where k.workspace_id = current_workspace_id() and k.id = known_answer_quotes.known_answer_id)
        and (select true from brain_documents d where d.workspace_id = current_workspace_id() and d.id = known_answer_quotes.document_id)
      )
    )
  )
  with check (workspace_id = current_workspace_id() and current_reader() = '*');
create policy product_deletes on known_answer_quotes as restrictive for delete to brain_app using (current_reader() = '*');

grant select, insert, update, delete on known_answers, known_answer_quotes to brain_app;
