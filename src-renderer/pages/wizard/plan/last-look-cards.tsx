import type { LastLook } from '../../../../src-main/contract/last-look.ts'
import * as words from '../../../../src-main/contract/last-look-words.ts'
import type { PlanView } from '../../../../src-main/contract/switch-state.ts'
import { LinkButton } from '../../../components/button.tsx'
import { Card } from '../../../components/card.tsx'
import { CheckBox } from '../../../components/check-box.tsx'
import { classNames } from '../../../components/class-names.ts'
import { Prose } from '../../../components/prose.tsx'
import { formatGigabytes } from '../../../format/amount.ts'
import { formatAgo } from '../../../format/time.ts'
import { wizardHash } from '../../../router/route.ts'
import { useNow } from '../../../stores/use-now.ts'
import styles from './last-look-cards.module.css'
import { texts } from './texts.ts'

interface LastLookCardsProps {
  readonly plan: PlanView
  readonly look: LastLook
  /** To what goes beyond what is named. */
  readonly isAgreed: boolean
  readonly onAgree: (isAgreed: boolean) => void
}

/** What is to be seen before a start, what is lost first. */
export function LastLookCards({ plan, look, isAgreed, onAgree }: LastLookCardsProps) {
  const { undecided, leftOut } = look
  const nowMs = useNow(15_000)
  const since = plan.changedSince ?? []
  return (
    <>
      <Removed plan={plan} look={look} isAgreed={isAgreed} onAgree={onAgree} />
      {undecided.count > 0 && (
        <Card aria-label={words.undecidedTitle(undecided.count)} className={styles['card']}>
          <h2>{words.undecidedTitle(undecided.count)}</h2>
          <ul>
            {undecided.first.map(({ title, pageId, usual }) => (
              <li key={`${pageId} ${title}`}>
                <code>{title}</code>
                <span className={styles['soft']}>{usual}</span>
                <LinkButton look="link" href={wizardHash(pageId)}>
                  {texts.decideNow}
                  <span className="visually-hidden"> {texts.about(title)}</span>
                </LinkButton>
              </li>
            ))}
            <More count={undecided.count - undecided.first.length} say={words.moreUndecided} />
          </ul>
        </Card>
      )}
      <Card aria-label={words.leftOutTitle} className={styles['card']}>
        <h2>{words.leftOutTitle}</h2>
        <ul>
          {leftOut.map(({ title, text }) => (
            <li key={`${title} ${text}`} className={styles['text']}>
              <Prose text={text === '' ? title : `${title}: ${text}`} />
            </li>
          ))}
          <li className={styles['text']}>
            {[...since, texts.sinceChecked(formatAgo(Date.parse(plan.at), nowMs), plan.from.label)].join(' ')}
          </li>
        </ul>
      </Card>
    </>
  )
}

function Removed({ plan, look, isAgreed, onAgree }: LastLookCardsProps) {
  const { count, names } = look.removed
  const { label } = plan.to
  if (count === 0) return <p className={styles['none']}>{words.nothingRemoved(label)}.</p>
  const title = words.removedTitle(count, label)
  const listed = plan.steps.find(({ id }) => names.some(({ stepId }) => stepId === id))
  const [page] = listed === undefined ? [] : (plan.previews[listed.id]?.pages ?? [])
  const showAll = page === undefined ? undefined : wizardHash(page.id)
  return (
    <Card aria-label={title} className={classNames(styles['card'], styles['red'])}>
      <h2>{title}</h2>
      <ul>
        {names.map(({ stepId, name, detail, bytes }) => (
          <li key={`${stepId} ${name}`}>
            <code>{name}</code>
            <span className={styles['soft']}>
              {[detail, ...(bytes === undefined ? [] : [formatGigabytes(bytes)])].join(', ')}
            </span>
          </li>
        ))}
        <More count={count - names.length} say={words.moreRemoved} />
        {showAll !== undefined && count > names.length && (
          <li>
            <LinkButton look="link" href={showAll}>
              {texts.showAllRemoved}
            </LinkButton>
          </li>
        )}
      </ul>
      {words.needsTick(look) && (
        <CheckBox checked={isAgreed} onChange={onAgree}>
          {words.agreeToRemove(count, label)}
        </CheckBox>
      )}
    </Card>
  )
}

function More({ count, say }: { readonly count: number; readonly say: (count: number) => string }) {
  return count > 0 ? <li className={styles['soft']}>{say(count)}</li> : undefined
}
