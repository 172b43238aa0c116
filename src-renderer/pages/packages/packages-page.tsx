import { useCallback } from 'react'
import { LinkButton } from '../../components/button.tsx'
import { Heading } from '../../components/heading.tsx'
import { ErrorState, LoadingState, NotRefreshed } from '../../components/list-state.tsx'
import { useCheckAgainKey } from '../../components/use-keys.ts'
import { useTitle } from '../../components/use-title.ts'
import { useOverview } from '../../stores/app-context.tsx'
import { wayOf } from '../../stores/way.ts'
import { packagesToHash } from '../../router/route.ts'
import { useCall } from '../../stores/use-call.ts'
import { ElsewhereNotice } from '../elsewhere/elsewhere-notice.tsx'
import styles from '../list-detail.module.css'
import { HistoryPage } from './history/history-page.tsx'
import { PackagesList } from './packages-list.tsx'
import { OthersList } from './others-list.tsx'
import { historyItem, kindOfItem } from './packages-routes.ts'
import { texts } from './texts.ts'
import { ViewChoice } from './view-choice.tsx'

interface PackagesPageProps {
  readonly item: string | undefined
  readonly rest: readonly string[]
}

export function PackagesPage({ item, rest }: PackagesPageProps) {
  return item === historyItem ? <HistoryPage item={rest[0]} /> : <ComparePage item={item} />
}

/** From the laptop that has the latest work to the other one, as a switch would go. */
function ApplyLink() {
  const { value } = useOverview()
  const to = (value && wayOf(value))?.to
  if (to === undefined) return undefined
  return (
    <LinkButton look="primary" href={packagesToHash(to.name)}>
      {texts.apply(to.label)}
    </LinkButton>
  )
}

/** The packages of both laptops side by side, at any time. */
function ComparePage({ item }: { readonly item: string | undefined }) {
  const { value, error, askAgain: compareAgain } = useCall('packagesCompare', {})
  const rules = useCall('packagesRules', {})
  const { askAgain: readRulesAgain } = rules
  const askAgain = useCallback(() => {
    compareAgain()
    readRulesAgain()
  }, [compareAgain, readRulesAgain])
  useTitle(texts.title)
  useCheckAgainKey(askAgain)
  const views = <ViewChoice value="compare" />
  if (value === undefined) {
    return (
      <>
        <Heading title={texts.title} lead={texts.lead} actions={views} />
        {error !== undefined ? (
          <ErrorState error={error} onTryAgain={askAgain} />
        ) : (
          <LoadingState>{texts.reading}</LoadingState>
        )}
      </>
    )
  }
  const { packages } = value
  const labels = { here: value.here.label, there: value.there.label }
  const kind = kindOfItem(item, value.others)
  const ofKind = value.others.filter((one) => one.kind === kind)
  const differing = packages.filter(({ difference }) => difference !== 'same').length
  return (
    <div className={styles['page']}>
      <Heading
        title={differing === 0 ? texts.allSame(packages.length) : texts.differ(differing)}
        lead={texts.lead}
        actions={
          <>
            {views}
            {differing > 0 && <ApplyLink />}
          </>
        }
      />
      <div className={styles['notices']}>
        {error !== undefined && <NotRefreshed error={error} onTryAgain={askAgain} />}
        {rules.error !== undefined && <NotRefreshed error={rules.error} onTryAgain={askAgain} />}
        <ElsewhereNotice of={rules.value?.elsewhere} />
      </div>
      {kind === 'package' ? (
        <PackagesList packages={packages} labels={labels} item={item} rules={rules} />
      ) : (
        <OthersList key={kind} kind={kind} others={ofKind} labels={labels} item={item} rules={rules} />
      )}
    </div>
  )
}
