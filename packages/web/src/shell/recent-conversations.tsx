import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { groupByTime } from '../pages/conversations/time-groups.ts'
import { recentConversationsQuery } from '../queries.ts'

/** The conversations of the last weeks in the rail, newest first. */
export function RecentConversations() {
  const { t } = useTranslation()
  const { data = [] } = useQuery(recentConversationsQuery())
  return (
    <section aria-label={t('conversations.recent')} className="-mx-1 mt-2 min-h-0 flex-1 overflow-y-auto px-1 pb-2">
      {groupByTime(data).map(({ group, things }) => (
        <div key={group}>
          <h2 className="px-3 pt-3 pb-1 text-xs font-medium text-muted">{t(`timeGroups.${group}`)}</h2>
          <ul>
            {things.map(({ id, title, isRunning }) => (
              <li key={id}>
                <Link
                  to="/conversations/$id"
                  params={{ id }}
                  preload={false}
                  title={title}
                  activeOptions={{ includeSearch: false }}
                  activeProps={{ 'aria-current': 'page', className: 'bg-hover font-medium text-text!' }}
                  className="flex h-8 items-center gap-2 rounded-lg px-3 text-sm text-muted transition-colors hover:bg-hover hover:text-text"
                >
                  <span className="min-w-0 flex-1 truncate">{title || t('conversation.title')}</span>
                  {isRunning && (
                    <span className="size-2 shrink-0 animate-breathe rounded-full bg-accent-fill">
                      <span className="sr-only">{t('conversations.isRunning')}</span>
                    </span>
                  )}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  )
}
