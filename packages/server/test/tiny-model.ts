// An embedding model of eight words, written by hand in the format of ONNX: each word has a vector, and that is all.

const words = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', 'leave', 'days', 'thirty', 'policy']
const vectors = [
  [0, 0, 0, 0],
  [0, 0, 0, 0.1],
  [0, 0, 0.05, 0],
  [0, 0, 0.05, 0],
  [1, 0, 0, 0],
  [0, 1, 0, 0],
  [0, 0, 1, 0],
  [0, 0, 0, 1],
]

export const tinyTokenizer = {
  version: '1.0',
  truncation: null,
  padding: null,
  added_tokens: words.slice(0, 4).map((content, id) => ({
    id,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  })),
  normalizer: { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, strip_accents: null, lowercase: true },
  pre_tokenizer: { type: 'BertPreTokenizer' },
  post_processor: {
    type: 'TemplateProcessing',
    single: [
      { SpecialToken: { id: '[CLS]', type_id: 0 } },
      { Sequence: { id: 'A', type_id: 0 } },
      { SpecialToken: { id: '[SEP]', type_id: 0 } },
    ],
    pair: [],
    special_tokens: {
      '[CLS]': { id: '[CLS]', ids: [2], tokens: ['[CLS]'] },
      '[SEP]': { id: '[SEP]', ids: [3], tokens: ['[SEP]'] },
    },
  },
  decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
  model: {
    type: 'WordPiece',
    unk_token: '[UNK]',
    continuing_subword_prefix: '##',
    max_input_chars_per_word: 100,
    vocab: Object.fromEntries(words.map((word, id) => [word, id])),
  },
}

function varint(value: number): Buffer {
  const bytes: number[] = []
  for (let left = value; ; left = Math.floor(left / 128)) {
    if (left < 128) return Buffer.from([...bytes, left])
    bytes.push((left % 128) + 128)
  }
}

// The two forms of a protobuf field that are needed: a number, and bytes with their length in front.
const number = (field: number, value: number) => Buffer.concat([varint(field * 8), varint(value)])
const bytes = (field: number, ...parts: (Buffer | string)[]) => {
  const body = Buffer.concat(parts.map((part) => Buffer.from(part)))
  return Buffer.concat([varint(field * 8 + 2), varint(body.length), body])
}

const float = 1
const int64 = 7

/** A value of the graph with its type and its dimensions, by name where they vary. */
function valueInfo(name: string, type: number, dimensions: readonly (string | number)[]): Buffer {
  const shape = dimensions.map((size) => bytes(1, typeof size === 'number' ? number(1, size) : bytes(2, size)))
  return Buffer.concat([bytes(1, name), bytes(2, bytes(1, number(1, type), bytes(2, ...shape)))])
}

/** `last_hidden_state = Gather(vectors, input_ids)` */
export function tinyModel(): Buffer {
  const weights = Buffer.alloc(words.length * 4 * 4)
  vectors.flat().forEach((value, i) => void weights.writeFloatLE(value, i * 4))
  const initializer = Buffer.concat([
    number(1, words.length),
    number(1, 4),
    number(2, float),
    bytes(8, 'vectors'),
    bytes(9, weights),
  ])
  const node = Buffer.concat([
    bytes(1, 'vectors'),
    bytes(1, 'input_ids'),
    bytes(2, 'last_hidden_state'),
    bytes(3, 'gather'),
    bytes(4, 'Gather'),
  ])
  const tokens = ['batch', 'tokens'] as const
  const graph = Buffer.concat([
    bytes(1, node),
    bytes(2, 'tiny'),
    bytes(5, initializer),
    bytes(11, valueInfo('input_ids', int64, tokens)),
    bytes(11, valueInfo('attention_mask', int64, tokens)),
    bytes(12, valueInfo('last_hidden_state', float, [...tokens, 4])),
  ])
  return Buffer.concat([number(1, 8), bytes(2, 'by hand'), bytes(7, graph), bytes(8, bytes(1, ''), number(2, 13))])
}
