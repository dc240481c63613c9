import type { DocumentFormat } from '@brain-ai/contract'
import { File, FileCode, FileSpreadsheet, FileText, FileType, Mail, Presentation } from 'lucide-react'

const icons = {
  text: FileText,
  markdown: FileType,
  html: FileCode,
  pdf: FileText,
  docx: FileText,
  xlsx: FileSpreadsheet,
  csv: FileSpreadsheet,
  pptx: Presentation,
  eml: Mail,
} as const satisfies Record<DocumentFormat, unknown>

/** The kind of a file at a glance. Its name is read out elsewhere. */
export function FormatIcon({ format }: { format: DocumentFormat | null }) {
  const Icon = format ? icons[format] : File
  return (
    <span className="flex size-9 shrink-0 items-center justify-center rounded-lg bg-sunken text-muted">
      <Icon aria-hidden className="size-4" />
    </span>
  )
}
