import type { ReactNode } from 'react'
import { areasOf } from '../../../../src-main/contract/overview/plan-areas.ts'
import type { LastLook } from '../../../../src-main/contract/last-look.ts'
import * as words from '../../../../src-main/contract/last-look-words.ts'
import type { StepId } from '../../../../src-main/contract/step-ids.ts'
import type { PlanView, StepInfo } from '../../../../src-main/contract/switch-state.ts'
import { LinkButton } from '../../../components/button.tsx'
import { Card } from '../../../components/card.tsx'
import { CheckBox } from '../../../components/check-box.tsx'
import { classNames } from '../../../components/class-names.ts'
import { icons } from '../../../components/icons.ts'
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
  /** To what goes. */
  readonly isAgreed: boolean
  readonly onAgree: (isAgreed: boolean) => void
}

/** What is to be seen before a start: what comes, what goes, what nobody has decided, and what stays behind. */
export function LastLookCards({ plan, look, isAgreed, onAgree }: LastLookCardsProps) {
  const needed = look.open.filter(({ usual }) => usual === undefined)
  const usual = look.open.filter((one) => one.usual !== undefined)
  return (
    <>
      <Comes plan={plan} look={look} />
      <Removed plan={plan} look={look} isAgreed={isAgreed} onAgree={onAgree} />
      {needed.length > 0 && <Open plan={plan} open={needed} title={words.neededTitle} look="amber" />}
      {usual.length > 0 && (
        <Open
          plan={plan}
          open={usual}
          title={words.openTitle}
          side={usual.some(({ goes }) => goes > 0) ? undefined : words.noneDeletes}
        />
      )}
      <Rest plan={plan} look={look} />
    </>
  )
}

function Comes({ plan, look: { comes, bytes } }: Pick<LastLookCardsProps, 'plan' | 'look'>) {
  const quiet = areasOf(plan).filter(({ id }) => !comes.some(({ stepId }) => stepId === id) && !isOff(plan, id))
  const title = comes.length === 0 ? words.nothingComes(plan.to.label) : words.comesTitle(plan.to.label)
  return (
    <ListCard title={title} side={comes.length > 0 && <strong>{formatGigabytes(bytes)}</strong>}>
      {withSteps(plan, comes).map(({ step, one }) => (
        <Line key={step.id} plan={plan} step={step}>
          <span className={styles['what']}>{one.text}</span>
          <span className={styles['bytes']}>{one.bytes > 0 ? formatGigabytes(one.bytes) : ''}</span>
        </Line>
      ))}
      {quiet.length > 0 && (
        <li className={styles['soft']}>{words.nothingNew(quiet.map(({ title: name }) => name).join(', '))}</li>
      )}
    </ListCard>
  )
}

const isOff = ({ previews }: PlanView, stepId: StepId): boolean => previews[stepId]?.turnedOff === true

/** As many as fit beside all else. */
const namedInCard = 4

function Removed({ plan, look, isAgreed, onAgree }: LastLookCardsProps) {
  const { count, names } = look.removed
  const { label } = plan.to
  const isOpen = look.open.some(({ usual, wouldGo }) => usual === undefined && wouldGo > 0)
  if (count === 0) return isOpen ? undefined : <p className={styles['none']}>{words.nothingRemoved(label)}.</p>
  const shown = names.slice(0, names.length > namedInCard + 1 ? namedInCard : names.length)
  const more = shown.reduce((left, { items }) => left - items, count)
  const listed = plan.steps.find(({ id }) => names.some(({ stepId }) => stepId === id))
  const [page] = listed === undefined ? [] : (plan.previews[listed.id]?.pages ?? [])
  return (
    <ListCard title={words.removedTitle(count, label)} look="red">
      {shown.map(({ stepId, name, detail, bytes, items }) => (
        <li key={`${stepId} ${name}`}>
          <code>{name}</code>
          <span className={styles['soft']}>
            {[items > 1 ? words.itemsIn(items) : detail, ...(bytes === undefined ? [] : [formatGigabytes(bytes)])].join(
              ', ',
            )}
          </span>
        </li>
      ))}
      {more > 0 && (
        <li>
          {page === undefined ? (
            <span className={styles['soft']}>{words.moreRemoved(more)}</span>
          ) : (
            <LinkButton look="link" href={wizardHash(page.id)}>
              {words.moreRemoved(more)}
            </LinkButton>
          )}
        </li>
      )}
      <li className={styles['tick']}>
        <CheckBox checked={isAgreed} onChange={onAgree}>
          {words.agreeToRemove(count, label)}
        </CheckBox>
        <span className={styles['soft']}>{texts.snapshotKeeps(count)}</span>
      </li>
    </ListCard>
  )
}

interface OpenProps {
  readonly plan: PlanView
  readonly open: LastLook['open']
  readonly title: (count: number) => string
  readonly side?: string | undefined
  readonly look?: 'amber'
}

function Open({ plan, open, title, side, look }: OpenProps) {
  const count = open.reduce((sum, one) => sum + one.count, 0)
  return (
    <ListCard
      title={title(count)}
      side={side !== undefined && <span className={styles['soft']}>{side}</span>}
      look={look}
    >
      {withSteps(plan, open).map(({ step, one: { pageId, what, usual, wouldGo } }) => (
        <Line key={`${pageId} ${what}`} plan={plan} step={step}>
          <span className={styles['what']}>{what}</span>
          {(usual !== undefined || wouldGo > 0) && (
            <span className={styles['usual']}>{usual ?? words.wouldGo(wouldGo)}</span>
          )}
          <LinkButton look="link" href={wizardHash(pageId)}>
            {texts.decideNow}
            <span className="visually-hidden"> {texts.about(what)}</span>
          </LinkButton>
        </Line>
      ))}
    </ListCard>
  )
}

/** What stays behind, and since when this is so. */
function Rest({ plan, look: { leftOut } }: Pick<LastLookCardsProps, 'plan' | 'look'>) {
  const nowMs = useNow(15_000)
  const since = [
    ...(plan.changedSince ?? []),
    texts.sinceChecked(formatAgo(Date.parse(plan.at), nowMs), plan.from.label),
  ]
  return (
    <div className={styles['rest']}>
      {leftOut.length > 0 && (
        <>
          <h2>{words.leftOutTitle}</h2>
          <ul>
            {leftOut.map(({ title, text }) => (
              <li key={`${title} ${text}`}>
                <Prose text={text === '' ? title : `${title}: ${text}`} />
              </li>
            ))}
          </ul>
        </>
      )}
      <p>{since.join(' ')}</p>
    </div>
  )
}

interface ListCardProps {
  readonly title: string
  readonly side?: ReactNode
  readonly look?: 'red' | 'amber' | undefined
  readonly children: ReactNode
}

function ListCard({ title, side, look, children }: ListCardProps) {
  return (
    <Card aria-label={title} className={classNames(styles['card'], look && styles[look])}>
      <header>
        <h2>{title}</h2>
        {side}
      </header>
      <ul>{children}</ul>
    </Card>
  )
}

interface LineProps {
  readonly plan: PlanView
  readonly step: StepInfo
  readonly children: ReactNode
}

/** A row of the area that a step brings. */
function Line({ plan, step, children }: LineProps) {
  const Icon = icons[step.icon]
  const page = plan.previews[step.id]?.pages[0]
  return (
    <li className={styles['line']}>
      <Icon size={16} aria-hidden />
      {page === undefined ? <strong>{step.title}</strong> : <a href={wizardHash(page.id)}>{step.title}</a>}
      {children}
    </li>
  )
}

/** With the step of the plan that each is of. */
function withSteps<T extends { readonly stepId: StepId }>(plan: PlanView, all: readonly T[]) {
  return all.flatMap((one) => {
    const step = plan.steps.find(({ id }) => id === one.stepId)
    return step === undefined ? [] : [{ step, one }]
  })
}
