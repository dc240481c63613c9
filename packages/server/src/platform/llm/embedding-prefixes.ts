interface Prefixes {
  readonly passage: string
  readonly question: string
}

const none: Prefixes = { passage: '', question: '' }

// Models that were trained with words in front of what they read find markedly less without them.
const known: readonly (readonly [RegExp, Prefixes])[] = [
  [/nomic-embed/i, { passage: 'search_document: ', question: 'search_query: ' }],
  [
    /e5-mistral|e5.*instruct|qwen3-embedding/i,
    { passage: '', question: 'Instruct: Find passages that answer the question\nQuery: ' },
  ],
  [/(^|[/_-])(multilingual-)?e5([_-]|$)/i, { passage: 'passage: ', question: 'query: ' }],
  [
    /mxbai-embed|bge-(small|base|large)-en|snowflake-arctic-embed(?!2)/i,
    {
      passage: '',
      question: 'Represent this sentence for searching relevant passages: ',
    },
  ],
  [/embeddinggemma/i, { passage: 'title: none | text: ', question: 'task: search result | query: ' }],
]

/** What an embedding model wants to read in front of passages and questions, by its name; nothing for most. */
export const embeddingPrefixes = (model: string): Prefixes => known.find(([name]) => name.test(model))?.[1] ?? none
