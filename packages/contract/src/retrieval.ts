import { z } from 'zod'
import { documentFormats, Tag } from './documents.ts'
import { route } from './route.ts'

/** A search looks at no more than this many of the best passages. */
export const maxSearchHits = 200

/** Another passage that says nearly the same as a hit, folded under it. */
export const FoldedPassage = z
  .object({
    passageId: z.uuid(),
    documentId: z.uuid(),
    title: z.string(),
    headingPath: z.array(z.string()),
    page: z.number().int().nullable(),
    start: z.number().int().describe('UTF-16 offset of the passage in the text of its document'),
    end: z.number().int(),
  })
  .meta({ id: 'FoldedPassage' })

export const SearchHit = z
  .object({
    passageId: z.uuid(),
    documentId: z.uuid(),
    title: z.string(),
    headingPath: z.array(z.string()),
    page: z.number().int().nullable(),
    format: z.enum(documentFormats).nullable(),
    language: z.string().describe('ISO 639-1 of the passage'),
    score: z.number(),
    snippet: z.string(),
    highlights: z.array(z.object({ start: z.number().int(), end: z.number().int() })).describe('offsets into the snippet'),
    start: z.number().int().describe('UTF-16 offset of the snippet in the text of the document'),
    end: z.number().int(),
    also: z.array(FoldedPassage).describe('passages that say nearly the same, best first'),
  })
  .meta({ id: 'SearchHit' })
export type SearchHit = z.infer<typeof SearchHit>

const syntax =
  'words, and: "these words in a row" · -word and -"words" for what must not be there · title:word and title:"words" for the title'
const day = z.iso.date()
const language = z.string().regex(/^[a-zA-Z]{2,3}$/)
const author = z.string().trim().min(1).max(200)
const search = {
  q: z.string().trim().min(1).max(2000).describe(syntax),
  title: z.string().trim().min(1).max(300).optional().describe('part of the title of the document'),
  from: day.optional().describe('imported on this day or later, in the time zone of the workspace'),
  to: day.optional().describe('imported on this day or earlier'),
}
const page = {
  offset: z.coerce
    .number()
    .int()
    .min(0)
    .max(maxSearchHits)
    .default(0)
    .describe('hits to skip: 0, or the `nextOffset` of the page before'),
  limit: z.coerce.number().int().min(1).max(50).default(10),
}

export const SearchQuery = z.object({
  ...search,
  collection: z.uuid().optional(),
  document: z.uuid().optional(),
  tag: Tag.optional(),
  format: z.enum(documentFormats).optional(),
  language: language.optional().describe('of the passage, ISO 639-1'),
  author: author.optional().describe('of the document: the whole name, upper and lower case alike'),
  ...page,
})

const several = <T extends z.ZodType>(item: T) => z.array(item).min(1).max(50).optional()

export const SearchBody = z
  .object({
    ...search,
    collections: several(z.uuid()).describe('in one of these'),
    documents: several(z.uuid()).describe('one of these'),
    tags: several(Tag).describe('with all of these'),
    formats: several(z.enum(documentFormats)).describe('one of these'),
    languages: several(language).describe('of the passage: one of these, ISO 639-1'),
    authors: several(author).describe('one of these'),
    ...page,
  })
  .meta({ id: 'Search' })

export const SearchReply = z.object({
  hits: z.array(SearchHit),
  total: z.number().int().describe(`passages that match, with those folded under a hit; at most ${maxSearchHits}`),
  isCut: z
    .boolean()
    .describe(`more passages match than the best ${maxSearchHits}: those are not shown, and filters or more words find them`),
  nextOffset: z.number().int().nullable().describe('where the next page begins; null on the last one'),
  mode: z.enum(['lexical', 'hybrid']).describe('hybrid: vectors had their say; lexical: words alone'),
  didYouMean: z.string().nullable().describe('the search as it was probably meant, where a word of it is nowhere written'),
})

export const Suggestion = z
  .object({
    text: z.string(),
    kind: z.enum(['title', 'heading']),
    documentId: z.uuid(),
    title: z.string().describe('of the document'),
    start: z.number().int().describe('UTF-16 offset of the heading in the text of the document; 0 for a title'),
  })
  .meta({ id: 'Suggestion' })
export type Suggestion = z.infer<typeof Suggestion>

export const generationStates = ['building', 'ready', 'active', 'failed'] as const
export type GenerationState = (typeof generationStates)[number]

/** The vectors that one model made of the passages of a workspace. */
export const GenerationView = z
  .object({
    id: z.uuid(),
    model: z.string(),
    dimensions: z.number().int().nullable(),
    state: z.enum(generationStates).describe('ready: complete, and its index is being built'),
    embedded: z.number().int().describe('passages that have a vector'),
    passages: z.number().int().describe('passages that get one'),
    failure: z.object({ code: z.string(), message: z.string() }).nullable().describe('why it stands still'),
    retryAt: z.iso.datetime().nullable().describe('when it goes on by itself'),
    createdAt: z.iso.datetime(),
    activatedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'EmbeddingGeneration' })
export type GenerationView = z.infer<typeof GenerationView>

export const SearchSettingsView = z
  .object({
    embeddingModel: z.string().nullable().describe('which model of the workspace makes vectors; null: search by words alone'),
    hybridWeight: z.number().describe('0: words alone decide; 1: vectors alone'),
    isBroad: z.boolean().describe('also search by words that stand in the best passages'),
    hasVectors: z.boolean().describe('whether the database can store and search vectors'),
    active: GenerationView.nullable().describe('what questions are answered by'),
    coming: GenerationView.nullable().describe('what is built beside it'),
  })
  .meta({ id: 'SearchSettings' })
export type SearchSettingsView = z.infer<typeof SearchSettingsView>

const settingsPath = '/api/brain/search/settings'
const manage = { tag: 'Search', may: 'retrieval.manage', reply: SearchSettingsView } as const
const tag = 'Search'

export const retrieval = {
  search: route({
    method: 'GET',
    path: '/api/brain/search',
    summary: 'Ranked passages with snippets',
    tag,
    may: 'retrieval.search',
    query: SearchQuery,
    reply: SearchReply,
  }),
  searchWith: route({
    method: 'POST',
    path: '/api/brain/search',
    summary: 'The same, with several collections, documents, tags, formats, languages or authors',
    tag,
    may: 'retrieval.search',
    body: SearchBody,
    reply: SearchReply,
  }),
  suggest: route({
    method: 'GET',
    path: '/api/brain/search/suggestions',
    summary: 'Titles and headings that have the words typed so far, the last one as the beginning of a word',
    tag,
    may: 'retrieval.search',
    query: z.object({
      q: z.string().trim().min(1).max(300),
      limit: z.coerce.number().int().min(1).max(20).default(8),
    }),
    reply: z.object({ suggestions: z.array(Suggestion) }),
  }),
  getSettings: route({
    ...manage,
    method: 'GET',
    path: settingsPath,
    summary: 'How the workspace searches, and how far its vectors are',
  }),
  updateSettings: route({
    ...manage,
    method: 'PATCH',
    path: settingsPath,
    summary: 'Another weight or breadth of search',
    body: z.object({
      hybridWeight: z.number().min(0).max(1).optional(),
      isBroad: z.boolean().optional(),
    }),
  }),
  rebuildVectors: route({
    ...manage,
    method: 'POST',
    path: `${settingsPath}/rebuild`,
    summary: 'Make all vectors anew with the chosen model',
  }),
  cancelVectors: route({
    ...manage,
    method: 'POST',
    path: `${settingsPath}/cancel`,
    summary: 'Stop the vectors that are being made',
  }),
  retryVectors: route({
    ...manage,
    method: 'POST',
    path: `${settingsPath}/retry`,
    summary: 'Go on with vectors that stand still',
  }),
}
