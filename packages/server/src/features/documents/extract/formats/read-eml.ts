import { type Address, default as PostalMime } from 'postal-mime'
import { decodeText } from '../decode-text.ts'
import type { ReadFormat } from '../extracted-text.ts'
import { TextBuilder } from '../text-builder.ts'
import { addHtmlFragment } from './read-html.ts'
import { readPlain } from './read-plain-text.ts'

/** Letters: who wrote to whom and when, then the text. Attachments are named, not read. */
export const readEml: ReadFormat = async (bytes, _fileName, { maxCharacters }) => {
  const email = await PostalMime.parse(bytes, { maxNestingDepth: 64 })
  const builder = new TextBuilder(maxCharacters)
  if (email.subject) builder.heading(1, email.subject)
  const lines = [
    ['From', email.from && addressText(email.from)],
    ['To', email.to?.map(addressText).join(', ')],
    ['Cc', email.cc?.map(addressText).join(', ')],
    ['Date', email.date],
  ].flatMap(([name, value]) => (value ? [`${name}: ${value}`] : []))
  builder.add('paragraph', lines.join('\n'))

  if (email.text?.trim()) {
    const plain = readPlain(decodeText(Buffer.from(email.text)))
    for (const block of plain.blocks) addTextBlock(builder, plain.text.slice(block.start, block.end))
  } else if (email.html) addHtmlFragment(builder, email.html)

  const attached = email.attachments.flatMap((attachment) =>
    attachment.related ? [] : [attachment.filename ?? attachment.mimeType],
  )
  if (attached.length > 0) {
    builder.add('paragraph', `Attachments: ${attached.join(', ')}`)
    builder.warnings.push(
      `${attached.length === 1 ? 'One attachment was' : `${attached.length} attachments were`} named but not read.`,
    )
  }
  return builder.build(email.subject, email.from && (email.from.name || email.from.address))
}

/** What somebody else wrote before, quoted with ">", is kept apart from the answer to it. */
function addTextBlock(builder: TextBuilder, text: string): void {
  builder.add(text.split('\n').every((line) => line.startsWith('>')) ? 'quote' : 'paragraph', text)
}

function addressText(address: Address): string {
  if (address.group !== undefined) return `${address.name}: ${address.group.map(addressText).join(', ')}`
  return address.name === '' ? address.address : `${address.name} <${address.address}>`
}
