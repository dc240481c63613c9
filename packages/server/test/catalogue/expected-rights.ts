/** Tables that belong to the installation and not to a workspace. */
export const global: readonly string[] = [
  'users',
  'sessions',
  'accounts',
  'verifications',
  'instance_settings',
  'schema_migrations',
  'mails',
  'two_factors',
  'sign_in_attempts',
]

/** Keys that are one for the whole installation on purpose: a hash and an id that nobody chooses. */
export const sharedKeys: readonly string[] = ['invitations_token_hash_key', 'api_keys_id']

/** Where brain_system sees the rows of every workspace. */
export const systemPolicies: readonly string[] = [
  'workspaces',
  'workspace_members',
  'idempotency_keys',
  'jobs',
  'workspace_usage',
  'invitations',
  'api_keys',
  'mails',
  'model_providers',
  'agent_runs',
  'corpus_versions',
]

/** Tables whose rows nobody changes once they are there. */
export const unchanging: readonly string[] = ['ai_usage', 'agent_versions']

const everything = 'delete, insert, select, update'

/** All that each role may do; nobody else but the owner of the tables may do anything. */
export const rights: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  brain_app: {
    agent_messages: everything,
    agent_runs: everything,
    agent_test_questions: everything,
    agent_test_results: everything,
    agent_test_runs: everything,
    agent_versions: 'insert, select',
    agents: everything,
    ai_usage: 'insert, select',
    answer_quotes: everything,
    answer_records: everything,
    api_keys: everything,
    brain_documents: everything,
    cache_warmups: everything,
    collection_members: everything,
    collections: everything,
    conversations: everything,
    corpus_versions: everything,
    embedding_generations: everything,
    document_texts: everything,
    document_versions: everything,
    document_words: everything,
    evaluation_expectations: everything,
    evaluation_questions: everything,
    evaluation_results: everything,
    evaluation_runs: everything,
    evaluation_sets: everything,
    idempotency_keys: everything,
    invitations: everything,
    jobs: everything,
    known_answer_quotes: everything,
    known_answers: everything,
    mails: 'insert',
    model_choices: everything,
    model_providers: everything,
    passage_embeddings: everything,
    passages: everything,
    retrieval_blocks: everything,
    retrieval_settings: everything,
    retrieval_statistics: everything,
    users: 'select email, select id, select language, select name',
    workspace_members: everything,
    workspace_usage: everything,
    workspaces: 'select, update',
  },
  brain_system: {
    agent_runs: 'select, update',
    accounts: 'insert, select, update',
    api_keys: 'select, update',
    corpus_versions: 'select',
    idempotency_keys: 'delete, select',
    instance_settings: everything,
    invitations: everything,
    jobs: everything,
    mails: everything,
    model_providers: 'select, update',
    sessions: 'delete, select, update',
    sign_in_attempts: everything,
    two_factors: everything,
    users: 'insert, select, update',
    verifications: 'delete, insert, select',
    workspace_members: everything,
    workspace_usage: 'insert, select, update',
    workspaces: 'insert, select, update',
  },
}
