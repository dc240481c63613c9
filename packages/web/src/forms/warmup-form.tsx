import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Flame } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { api, routes } from '../api.ts'
import { cacheKey, cacheQuery } from '../cache-queries.ts'
import { FormError } from '../error-notice.tsx'
import { formatNumber } from '../formats.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { textOf } from './field-problems.ts'

const mostQuestions = 200
const mostTokens = 10_000_000

/** How many of the most asked questions are to be answered beforehand, and what that may use. */
export function WarmupForm() {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const start = useMutation({
    mutationFn: (form: FormData) =>
      api.call(routes.cache.warmUpCache, {
        body: { questions: Number(textOf(form, 'questions')), maxTokens: Number(textOf(form, 'maxTokens')) },
      }),
    onSuccess: async (warmup) => {
      // A look from before would show the warm-up of the last time for a moment.
      await queryClient.cancelQueries({ queryKey: cacheKey() })
      queryClient.setQueryData(cacheQuery().queryKey, (cache) => cache && { ...cache, warmup })
      void queryClient.invalidateQueries({ queryKey: cacheKey() })
    },
  })
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        start.mutate(new FormData(event.currentTarget))
      }}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          name="questions"
          type="number"
          label={t('cache.questions')}
          hint={t('cache.questionsHint', { most: formatNumber(mostQuestions) })}
          defaultValue={20}
          min={1}
          max={mostQuestions}
          step={1}
          required
        />
        <TextField
          name="maxTokens"
          type="number"
          label={t('cache.maxTokens')}
          hint={t('cache.maxTokensHint')}
          defaultValue={100_000}
          min={0}
          max={mostTokens}
          step={1}
          required
        />
      </div>
      <FormError error={start.error} />
      <Button
        type="submit"
        look="primary"
        className="self-start"
        icon={<Flame aria-hidden className="size-4" />}
        isBusy={start.isPending}
      >
        {t('cache.warmUp')}
      </Button>
    </form>
  )
}
