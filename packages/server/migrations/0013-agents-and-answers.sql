-- An agent is a name for a line of versions; what it is stands in its versions, which never change. A deleted one stays as a row, so
-- that the answers it gave keep their record.
create table agents (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  name text not null,
  is_general boolean not null default false,
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  primary key (workspace_id, id),
  check (not (is_general and deleted_at is not null))
);
create unique index agents_name on agents (workspace_id, lower(name)) where deleted_at is null;
create unique index agents_general on agents (workspace_id) where is_general;
alter table agents enable row level security;
alter table agents force row level security;
create policy tenant on agents to brain_app
  using (workspace_id = current_workspace_id()) with check (workspace_id = current_workspace_id());

create table agent_versions (
  workspace_id uuid not null,
  agent_id uuid not null,
  version int not null,
  settings jsonb not null,
  note text not null default '',
  rolled_back_to int,
  created_by text references users (id) on delete set null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, agent_id, version),
  foreign key (workspace_id, agent_id) references agents (workspace_id, id) on delete cascade
);
alter table agent_versions enable row level security;
alter table agent_versions force row level security;
create policy tenant on agent_versions to brain_app
  using (workspace_id = current_workspace_id()) with check (workspace_id = current_workspace_id());

create table agent_test_questions (
  workspace_id uuid not null,
  id uuid not null,
  agent_id uuid not null,
  question text not null,
  expectation text not null default '',
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, agent_id) references agents (workspace_id, id) on delete cascade
);
create index agent_test_questions_agent on agent_test_questions (workspace_id, agent_id, id);
alter table agent_test_questions enable row level security;
alter table agent_test_questions force row level security;
create policy tenant on agent_test_questions to brain_app
  using (workspace_id = current_workspace_id()) with check (workspace_id = current_workspace_id());

-- A conversation is its member's own. Sharing lets the others of the workspace read it, and no more.
create table conversations (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  user_id text not null references users (id) on delete cascade,
  title text not null default '',
  is_title_given boolean not null default false,
  agent_id uuid,
  is_shared boolean not null default false,
  archived_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, agent_id) references agents (workspace_id, id)
);
create index conversations_newest on conversations (workspace_id, user_id, updated_at desc, id desc);
create index conversations_shared on conversations (workspace_id, updated_at desc, id desc) where is_shared;
alter table conversations enable row level security;
alter table conversations force row level security;
create policy tenant on conversations to brain_app
  using (
    workspace_id = current_workspace_id() and (current_reader() = '*' or user_id = current_reader() or is_shared)
  )
  with check (workspace_id = current_workspace_id() and (current_reader() = '*' or user_id = current_reader()));
create policy own_updates on conversations as restrictive for update to brain_app
  using (current_reader() = '*' or user_id = current_reader());
create policy own_deletes on conversations as restrictive for delete to brain_app
  using (current_reader() = '*' or user_id = current_reader());

-- Questions and answers. An answer to a single question has no conversation. citations say which passage each number names; what
-- those passages say stands in answer_quotes, where it goes with its document.
create table agent_messages (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  conversation_id uuid,
  parent_id uuid,
  user_id text not null references users (id) on delete cascade,
  role text not null check (role in ('user', 'assistant')),
  text text not null default '',
  question text,
  state text check (state in ('running', 'complete', 'cancelled', 'interrupted', 'failed')),
  agent_id uuid,
  agent_version int,
  model text,
  is_answered boolean,
  language text,
  citations jsonb not null default '[]',
  passages jsonb not null default '[]',
  sentences jsonb not null default '[]',
  follow_ups jsonb not null default '[]',
  -- The documents whose text the answer was made of: whoever may not read one of them does not read a shared answer.
  document_ids uuid[] not null default '{}',
  input_tokens int not null default 0,
  output_tokens int not null default 0,
  timings jsonb not null default '{}',
  failure_code text,
  failure_message text,
  idempotency_key text check (length(idempotency_key) <= 255),
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, conversation_id) references conversations (workspace_id, id) on delete cascade,
  foreign key (workspace_id, parent_id) references agent_messages (workspace_id, id) on delete cascade,
  foreign key (workspace_id, agent_id) references agents (workspace_id, id),
  check ((role = 'assistant') = (state is not null and question is not null and agent_id is not null and agent_version is not null))
);
create index agent_messages_conversation on agent_messages (workspace_id, conversation_id, id) where conversation_id is not null;
create index agent_messages_parent on agent_messages (workspace_id, parent_id) where parent_id is not null;
create index agent_messages_user on agent_messages (workspace_id, user_id, id);
create unique index agent_messages_idempotency on agent_messages (workspace_id, user_id, idempotency_key) where idempotency_key is not null;
alter table agent_messages enable row level security;
alter table agent_messages force row level security;
create policy tenant on agent_messages to brain_app
  using (
    workspace_id = current_workspace_id()
    and (
      current_reader() = '*' or user_id = current_reader()
      or (
        conversation_id is not null
        and (
          select c.is_shared from conversations c
          where c.workspace_id = current_workspace_id() and c.id = agent_messages.conversation_id
        )
      )
    )
  )
  with check (workspace_id = current_workspace_id() and (current_reader() = '*' or user_id = current_reader()));
create policy own_updates on agent_messages as restrictive for update to brain_app
  using (current_reader() = '*' or user_id = current_reader());
create policy own_deletes on agent_messages as restrictive for delete to brain_app
  using (current_reader() = '*' or user_id = current_reader());

-- What is cited, as it was. It goes with its document, and is read by whoever reads both the message and the document now.
create table answer_quotes (
  workspace_id uuid not null,
  message_id uuid not null,
  number int not null,
  document_id uuid not null,
  heading_path text[] not null,
  page int,
  quote text not null,
  primary key (workspace_id, message_id, number),
  foreign key (workspace_id, message_id) references agent_messages (workspace_id, id) on delete cascade,
  foreign key (workspace_id, document_id) references brain_documents (workspace_id, id) on delete cascade
);
create index answer_quotes_document on answer_quotes (workspace_id, document_id);
alter table answer_quotes enable row level security;
alter table answer_quotes force row level security;
create policy tenant on answer_quotes to brain_app
  using (
    workspace_id = current_workspace_id()
    and (
      current_reader() = '*'
      or (
        (select true from agent_messages m where m.workspace_id = current_workspace_id() and m.id = answer_quotes.message_id)
        and (select true from brain_documents d where d.workspace_id = current_workspace_id() and d.id = answer_quotes.document_id)
      )
    )
  )
  with check (
    workspace_id = current_workspace_id()
    and (
      current_reader() = '*'
      or (
        (
          select m.user_id = current_reader() from agent_messages m
          where m.workspace_id = current_workspace_id() and m.id = answer_quotes.message_id
        )
        and (select true from brain_documents d where d.workspace_id = current_workspace_id() and d.id = answer_quotes.document_id)
      )
    )
  );

-- How an answer came about, for whoever asked: passages by id and score, prompt, versions. No text of a document stands in it.
create table answer_records (
  workspace_id uuid not null,
  message_id uuid not null,
  user_id text not null references users (id) on delete cascade,
  corpus_version bigint not null,
  replay_of uuid,
  record jsonb not null,
  primary key (workspace_id, message_id),
  foreign key (workspace_id, message_id) references agent_messages (workspace_id, id) on delete cascade
);
alter table answer_records enable row level security;
alter table answer_records force row level security;
create policy tenant on answer_records to brain_app
  using (workspace_id = current_workspace_id() and (current_reader() = '*' or user_id = current_reader()))
  with check (workspace_id = current_workspace_id() and (current_reader() = '*' or user_id = current_reader()));

-- The answers that are being made, each held by one process. A row whose lease has passed is of a process that is gone.
create table agent_runs (
  workspace_id uuid not null,
  id uuid not null,
  user_id text not null references users (id) on delete cascade,
  lease_token uuid not null,
  lease_until timestamptz not null,
  is_cancel_requested boolean not null default false,
  started_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, id) references agent_messages (workspace_id, id) on delete cascade
);
alter table agent_runs enable row level security;
alter table agent_runs force row level security;
create policy tenant on agent_runs to brain_app
  using (workspace_id = current_workspace_id() and (current_reader() = '*' or user_id = current_reader()))
  with check (workspace_id = current_workspace_id() and (current_reader() = '*' or user_id = current_reader()));
create policy system on agent_runs to brain_system using (true) with check (true);

-- Two versions of an agent, asked the same questions by somebody, with their rights: what was answered is theirs alone.
create table agent_test_runs (
  workspace_id uuid not null,
  id uuid not null,
  agent_id uuid not null,
  user_id text not null references users (id) on delete cascade,
  versions int[] not null check (cardinality(versions) = 2),
  state text not null default 'running' check (state in ('running', 'complete', 'cancelled', 'failed')),
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, agent_id) references agents (workspace_id, id) on delete cascade
);
create index agent_test_runs_agent on agent_test_runs (workspace_id, agent_id, user_id, id desc);
alter table agent_test_runs enable row level security;
alter table agent_test_runs force row level security;
create policy tenant on agent_test_runs to brain_app
  using (workspace_id = current_workspace_id() and (current_reader() = '*' or user_id = current_reader()))
  with check (workspace_id = current_workspace_id() and (current_reader() = '*' or user_id = current_reader()));

create table agent_test_results (
  workspace_id uuid not null,
  run_id uuid not null,
  position int not null,
  side int not null check (side in (0, 1)),
  user_id text not null references users (id) on delete cascade,
  question_id uuid not null,
  question text not null,
  expectation text not null,
  message_id uuid,
  primary key (workspace_id, run_id, position, side),
  foreign key (workspace_id, run_id) references agent_test_runs (workspace_id, id) on delete cascade,
  foreign key (workspace_id, message_id) references agent_messages (workspace_id, id) on delete set null (message_id)
);
create index agent_test_results_message on agent_test_results (workspace_id, message_id) where message_id is not null;
alter table agent_test_results enable row level security;
alter table agent_test_results force row level security;
create policy tenant on agent_test_results to brain_app
  using (workspace_id = current_workspace_id() and (current_reader() = '*' or user_id = current_reader()))
  with check (workspace_id = current_workspace_id() and (current_reader() = '*' or user_id = current_reader()));

-- Grows with whatever changes what could be answered: a document that is indexed, deleted, renamed or moved, and who reads a collection.
create table corpus_versions (
  workspace_id uuid primary key references workspaces (id),
  version bigint not null
);
alter table corpus_versions enable row level security;
alter table corpus_versions force row level security;
create policy tenant on corpus_versions to brain_app
  using (workspace_id = current_workspace_id()) with check (workspace_id = current_workspace_id());

grant select, insert on agent_versions to brain_app;
grant select, insert, update, delete on agents, agent_test_questions, conversations, agent_messages, answer_quotes, answer_records,
  agent_runs, agent_test_runs, agent_test_results, corpus_versions to brain_app;
grant select, update on agent_runs to brain_system;

-- Every workspace that is there gets its general agent; a later one when it is first needed. Forced row security hides workspaces from
-- their owner as well, so it rests for a moment.
alter table workspaces no force row level security;
alter table agents no force row level security;
alter table agent_versions no force row level security;
insert into agents (workspace_id, id, name, is_general)
  select id, gen_random_uuid(), case language when 'de' then 'Allgemein' else 'General' end, true from workspaces;
insert into agent_versions (workspace_id, agent_id, version, settings)
  select workspace_id, id, 1, jsonb_build_object('name', name) from agents;
alter table workspaces force row level security;
alter table agents force row level security;
alter table agent_versions force row level security;
