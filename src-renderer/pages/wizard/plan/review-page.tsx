import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import * as words from '../../../../src-main/contract/last-look-words.ts'
import type { PlanView } from '../../../../src-main/contract/switch-state.ts'
import type { WizardPage } from '../../../../src-main/contract/wizard-page.ts'
import { Card, CardRow } from '../../../components/card.tsx'
import { Heading } from '../../../components/heading.tsx'
import { ErrorState } from '../../../components/list-state.tsx'
import { formatAboutGigabytes } from '../../../format/amount.ts'
import { answersToSend, unanswered } from '../../../stores/answers-store.ts'
import { useAnswers } from '../../../stores/app-context.tsx'
import { useCall } from '../../../stores/use-call.ts'
import { Blocks } from './blocks.tsx'
import { DecideFrame } from './decide-frame.tsx'
import styles from './decide-page.module.css'
import { LastLookCards } from './last-look-cards.tsx'
import { texts } from './texts.ts'
import { withBeforehand } from './with-beforehand.ts'
import { askingPages, blocksOn, quietPages, reviewPage, stepsOn, type PageBlock } from '../wizard-pages.ts'

interface ReviewPageProps {
  readonly plan: PlanView
  /** One page, when somebody came to look at that one. */
  readonly only?: WizardPage
}

/** The last page before the start, or one of those that ask nothing. */
export function ReviewPage({ plan, only }: ReviewPageProps) {
  return only === undefined ? <LastPage plan={plan} /> : <QuietPage plan={plan} page={only} />
}

function QuietPage({ plan, page }: { readonly plan: PlanView; readonly page: WizardPage }) {
  const lead = texts.pageLead(page.title, plan.to.label)
  return (
    <DecideFrame
      plan={plan}
      page={page.id}
      note={withBeforehand(texts.toCopy(formatAboutGigabytes(plan.estimate.bytes)), plan, [page])}
      heading={<Heading title={summariesOn(plan, page)} lead={lead} focusKey={page.id} />}
    >
      <PageBlocks plan={plan} page={page} />
    </DecideFrame>
  )
}

/** What comes, what goes, what nobody decided and what is left out, how much and how long; then what the pages that ask nothing warn of. */
function LastPage({ plan }: { readonly plan: PlanView }) {
  const { answers } = useAnswers()
  const { value: look, error, askAgain } = useCall('switchLastLook', { answers: answersToSend(plan, answers) })
  // To what is named, and to how much: something else needs another tick.
  const [agreedTo, setAgreedTo] = useState<string>()
  const count = look?.removed.count
  const going = JSON.stringify([plan.planId, look?.removed])
  const isAgreed = look !== undefined && (count === 0 || agreedTo === going)
  const pages = quietPages(plan)
  const warnings = pages.flatMap(({ id }) => blocksOn(plan, id)).filter(isWarning)
  const { from, to } = plan
  const open = unanswered(plan, answers).length
  const isAsked = askingPages(plan).length > 0
  return (
    <DecideFrame
      plan={plan}
      page={reviewPage}
      note={withBeforehand(look === undefined ? '' : `${words.amount(look)}.`, plan, pages)}
      notYet={look === undefined ? texts.looking : isAgreed ? undefined : texts.tickFirst}
      takesMs={look?.ms}
      heading={
        <Heading
          title={open > 0 ? texts.almostReady(open) : isAsked ? texts.readyToStart(to.label) : texts.readyToCopy}
          lead={texts.reviewLead(from.label, to.label)}
          focusKey={reviewPage}
        />
      }
    >
      <div className={styles['stack']}>
        {look === undefined && error !== undefined && (
          <Card>
            <ErrorState error={error} onTryAgain={askAgain} />
          </Card>
        )}
        {look !== undefined && (
          <LastLookCards
            plan={plan}
            look={look}
            isAgreed={agreedTo === going}
            onAgree={(isTicked) => setAgreedTo(isTicked ? going : undefined)}
          />
        )}
        {warnings.length > 0 && <Blocks blocks={warnings} name={words.leftOutTitle} />}
      </div>
    </DecideFrame>
  )
}

function summariesOn(plan: PlanView, page: WizardPage): string {
  const summaries = stepsOn(plan, page.id).flatMap(({ id }) => plan.previews[id]?.summary ?? [])
  return summaries.length === 0 ? page.title : summaries.join('; ')
}

const isWarning = (block: PageBlock): boolean => block.kind === 'notice' && block.tone === 'warning'

function PageBlocks({ plan, page }: { readonly plan: PlanView; readonly page: WizardPage }) {
  const shown = blocksOn(plan, page.id).filter((block) => block.kind === 'notice' || block.count > 0)
  if (shown.length === 0)
    return (
      <Card>
        <CardRow icon={ChevronRight} title={page.title}>
          {texts.noChanges}
        </CardRow>
      </Card>
    )
  return (
    <div className={styles['stack']}>
      <Blocks blocks={shown} name={texts.changesOf(page.title)} />
    </div>
  )
}
