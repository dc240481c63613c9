import type { DocumentView } from '@brain-ai/contract'
import { type InfiniteData, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { api, routes } from '../../api.ts'
import { documentQuery, documentsKey } from '../../queries.ts'
import { showToast } from '../../ui/show-toast.ts'
import { useReportError } from '../../use-report-error.ts'

interface ListPage {
  documents: DocumentView[]
  total: number
}

/** What can be done with documents from the list and from the panel. All of it says when it did not work. */
export function useDocumentActions() {
  const { t } = useTranslation()
  const queryClient = useQueryClient()

  const refresh = useCallback(() => queryClient.invalidateQueries({ queryKey: ['workspace'] }), [queryClient])
  const report = useReportError()

  async function change(act: Promise<DocumentView>): Promise<void> {
    try {
      const document = await act
      queryClient.setQueryData(documentQuery(document.id).queryKey, document)
    } catch (error) {
      report(error)
    }
    await refresh()
  }

  /** Takes documents out of every list on the screen before the server has done so. */
  async function hide(ids: Set<string>): Promise<void> {
    const queryKey = [...documentsKey(), 'list']
    await queryClient.cancelQueries({ queryKey })
    queryClient.setQueriesData<InfiniteData<ListPage>>(
      { queryKey },
      (data) => data && { ...data, pages: data.pages.map((page) => withoutDocuments(page, ids)) },
    )
  }

  async function restore(ids: string[]): Promise<void> {
    const results = await inTurns(ids, (id) => api.call(routes.documents.restoreDocument, { params: { id } }))
    const failed = results.find(({ status }) => status === 'rejected')
    if (failed?.status === 'rejected') report(failed.reason)
    else showToast({ text: t('documents.restored', { count: ids.length }), timeoutMs: 3000 })
    await refresh()
  }

  async function remove(documents: DocumentView[]): Promise<void> {
    const ids = documents.map(({ id }) => id)
    await hide(new Set(ids))
    const results = await inTurns(ids, (id) => api.call(routes.documents.deleteDocument, { params: { id } }))
    const deleted = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
    const failed = results.find(({ status }) => status === 'rejected')
    if (deleted.length > 0) {
      const undoable = deleted.filter(({ undoUntil }) => undoUntil !== null)
      showToast({
        text: t('documents.deleted', { count: deleted.length }),
        timeoutMs: undoTime(undoable.map(({ undoUntil }) => Date.parse(undoUntil!))),
        action: undoable.length > 0 ? { label: t('app.undo'), run: () => void restore(undoable.map(({ id }) => id)) } : undefined,
      })
    }
    if (failed?.status === 'rejected') report(failed.reason)
    await refresh()
  }

  return {
    remove,
    retry: ({ id }: DocumentView) => change(api.call(routes.documents.retryDocument, { params: { id } })),
    cancel: ({ id }: DocumentView) => change(api.call(routes.documents.cancelDocument, { params: { id } })),
  }
}

const withoutDocuments = <P extends ListPage>(page: P, ids: Set<string>): P => {
  const documents = page.documents.filter(({ id }) => !ids.has(id))
  return { ...page, documents, total: page.total - (page.documents.length - documents.length) }
}

/** How long the offer to undo stays: as long as it can be kept, at most twelve seconds. */
const undoTime = (until: number[]): number => Math.max(3000, Math.min(12_000, ...until.map((time) => time - Date.now())))

/** Runs a call for each id, a few at a time. */
async function inTurns<T>(ids: string[], run: (id: string) => Promise<T>, atOnce = 4): Promise<PromiseSettledResult<T>[]> {
  const results: PromiseSettledResult<T>[] = []
  for (let from = 0; from < ids.length; from += atOnce)
    results.push(...(await Promise.allSettled(ids.slice(from, from + atOnce).map(run))))
  return results
}
