-- How good search is, measured with the workspace's own questions. What a question expects are documents, so it is seen as they are:
-- by who wrote it, and by who may read at least one of them. Quotes are parts of documents and go with them.
create table evaluation_sets (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  name text not null check (length(name) between 1 and 120),
  created_by text not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id)
);
create unique index evaluation_sets_name on evaluation_sets (workspace_id, lower(name));
alter table evaluation_sets enable row level security;
alter table evaluation_sets force row level security;
create policy tenant on evaluation_sets to brain_app
  using (workspace_id = current_workspace_id()) with check (workspace_id = current_workspace_id());

create table evaluation_questions (
  workspace_id uuid not null,
  id uuid not null,
  set_id uuid not null,
  question text not null check (length(question) between 1 and 2000),
  language text not null,
  notes text not null default '',
  created_by text not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, set_id) references evaluation_sets (workspace_id, id) on delete cascade
);
create index evaluation_questions_set on evaluation_questions (workspace_id, set_id, id);
alter table evaluation_questions enable row level security;
alter table evaluation_questions force row level security;

create table evaluation_expectations (
  workspace_id uuid not null,
  id uuid not null,
  question_id uuid not null,
  document_id uuid not null,
  -- White space as single spaces; empty where any passage of the document will do.
  quote text not null default '',
  relevance smallint not null default 1 check (relevance between 1 and 10),
  primary key (workspace_id, id),
  foreign key (workspace_id, question_id) references evaluation_questions (workspace_id, id) on delete cascade,
  foreign key (workspace_id, document_id) references brain_documents (workspace_id, id) on delete cascade
);
create index evaluation_expectations_question on evaluation_expectations (workspace_id, question_id);
create index evaluation_expectations_document on evaluation_expectations (workspace_id, document_id);
alter table evaluation_expectations enable row level security;
alter table evaluation_expectations force row level security;
create policy tenant on evaluation_expectations to brain_app
  using (
    workspace_id = current_workspace_id()
    and (
      current_reader() = '*'
      or (select true from brain_documents d where d.workspace_id = current_workspace_id() and d.id = evaluation_expectations.document_id)
    )
  )
  with check (
    workspace_id = current_workspace_id()
    and (
      current_reader() = '*'
      or (select true from brain_documents d where d.workspace_id = current_workspace_id() and d.id = evaluation_expectations.document_id)
    )
  );

create policy tenant on evaluation_questions to brain_app
  using (
    workspace_id = current_workspace_id()
    and (
      current_reader() = '*' or created_by = current_reader()
      or (
        select true from evaluation_expectations e
        where e.workspace_id = current_workspace_id() and e.question_id = evaluation_questions.id limit 1
      )
    )
  )
  with check (
    workspace_id = current_workspace_id()
    and (
      current_reader() = '*' or created_by = current_reader()
      or (
        select true from evaluation_expectations e
        where e.workspace_id = current_workspace_id() and e.question_id = evaluation_questions.id limit 1
      )
    )
  );

-- A run sees what the member sees who started it, and so does its result: nobody else reads it.
create table evaluation_runs (
  workspace_id uuid not null,
  id uuid not null,
  set_id uuid not null,
  started_by text not null,
  state text not null default 'queued' check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
  options_a jsonb not null,
  options_b jsonb,
  questions int not null default 0,
  done int not null default 0,
  skipped int not null default 0,
  summary jsonb,
  failure_code text,
  failure_message text,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, set_id) references evaluation_sets (workspace_id, id) on delete cascade,
  foreign key (workspace_id, started_by) references workspace_members (workspace_id, user_id) on delete cascade
);
create index evaluation_runs_newest on evaluation_runs (workspace_id, set_id, started_by, created_at desc);
create index evaluation_runs_member on evaluation_runs (workspace_id, started_by);
alter table evaluation_runs enable row level security;
alter table evaluation_runs force row level security;
create policy tenant on evaluation_runs to brain_app
  using (workspace_id = current_workspace_id() and (current_reader() = '*' or started_by = current_reader()))
  with check (workspace_id = current_workspace_id() and (current_reader() = '*' or started_by = current_reader()));

create table evaluation_results (
  workspace_id uuid not null,
  run_id uuid not null,
  question_id uuid not null,
  measures_a jsonb not null,
  measures_b jsonb,
  primary key (workspace_id, run_id, question_id),
  foreign key (workspace_id, run_id) references evaluation_runs (workspace_id, id) on delete cascade,
  foreign key (workspace_id, question_id) references evaluation_questions (workspace_id, id) on delete cascade
);
create index evaluation_results_question on evaluation_results (workspace_id, question_id);
alter table evaluation_results enable row level security;
alter table evaluation_results force row level security;
create policy tenant on evaluation_results to brain_app
  using (
    workspace_id = current_workspace_id()
    and (
      current_reader() = '*'
      or (
        (select true from evaluation_runs r where r.workspace_id = current_workspace_id() and r.id = evaluation_results.run_id)
        and (select true from evaluation_questions q where q.workspace_id = current_workspace_id() and q.id = evaluation_results.question_id)
      )
    )
  )
  with check (
    workspace_id = current_workspace_id()
    and (
      current_reader() = '*'
      or (
        (select true from evaluation_runs r where r.workspace_id = current_workspace_id() and r.id = evaluation_results.run_id)
        and (select true from evaluation_questions q where q.workspace_id = current_workspace_id() and q.id = evaluation_results.question_id)
      )
    )
  );

grant select, insert, update, delete on
  evaluation_sets, evaluation_questions, evaluation_expectations, evaluation_runs, evaluation_results to brain_app;
