import { ChevronRight } from 'lucide-react'
import type { PlanView, StepInfo } from '../../../../src-main/contract/switch-state.ts'
import type { WizardPage } from '../../../../src-main/contract/wizard-page.ts'
import { Card, CardRow } from '../../../components/card.tsx'
import { Heading, SectionTitle } from '../../../components/heading.tsx'
import { stepIcons } from '../../../components/step-icons.ts'
import { formatAboutGigabytes, formatGigabytes } from '../../../format/amount.ts'
import { Blocks } from './blocks.tsx'
import { DecideFrame } from './decide-frame.tsx'
import styles from './decide-page.module.css'
import { texts } from './texts.ts'
import { withBeforehand } from './with-beforehand.ts'
import { askingPages, blocksOn, decidePages, quietPages, reviewPage, stepsOn } from '../wizard-pages.ts'

interface ReviewPageProps {
  readonly plan: PlanView
  /** One page, when somebody came to look at that one. */
  readonly only?: WizardPage
}

/** What will happen on the pages that ask nothing. */
export function ReviewPage({ plan, only }: ReviewPageProps) {
  const pages = only === undefined ? quietPages(plan) : [only]
  const page = only?.id ?? (decidePages(plan).includes(reviewPage) ? reviewPage : '')
  return (
    <DecideFrame
      plan={plan}
      page={page}
      note={withBeforehand(texts.toCopy(formatAboutGigabytes(plan.estimate.bytes)), plan, pages)}
      heading={<Heading {...titleOf(plan, only)} focusKey={page} />}
    >
      {only === undefined && <Summary plan={plan} />}
      {pages.map((one) => (
        <PageBlocks key={one.id} plan={plan} page={one} titled={only === undefined} />
      ))}
    </DecideFrame>
  )
}

function titleOf(plan: PlanView, only: WizardPage | undefined): { readonly title: string; readonly lead: string } {
  const { to, from } = plan
  if (only !== undefined) return { title: summariesOn(plan, only), lead: texts.pageLead(only.title, to.label) }
  const lead = texts.reviewLead(from.label, to.label)
  if (askingPages(plan).length === 0) return { title: texts.readyToCopy, lead }
  return { title: texts.alsoChanges(to.label), lead }
}

function summariesOn(plan: PlanView, page: WizardPage): string {
  const summaries = stepsOn(plan, page.id).flatMap(({ id }) => plan.previews[id]?.summary ?? [])
  return summaries.length === 0 ? page.title : summaries.join('; ')
}

/** Steps that ask nothing, but for the checks, which had their own page. */
function quietSteps(plan: PlanView): readonly StepInfo[] {
  return plan.steps.filter(({ id, stage }) => stage !== 'prepare' && (plan.previews[id]?.questions ?? []).length === 0)
}

function Summary({ plan }: { readonly plan: PlanView }) {
  return (
    <Card aria-label={texts.summaryLabel}>
      <ul>
        {quietSteps(plan).map((step) => {
          const preview = plan.previews[step.id]
          const bytes = preview?.estimate.bytes ?? 0
          return (
            <li key={step.id}>
              <CardRow
                icon={stepIcons[step.icon]}
                title={step.title}
                side={bytes > 0 && <span>{formatGigabytes(bytes)}</span>}
              >
                {preview?.summary ?? ''}
              </CardRow>
            </li>
          )
        })}
      </ul>
    </Card>
  )
}

interface PageBlocksProps {
  readonly plan: PlanView
  readonly page: WizardPage
  readonly titled: boolean
}

function PageBlocks({ plan, page, titled }: PageBlocksProps) {
  const shown = blocksOn(plan, page.id).filter((block) => block.kind === 'notice' || block.count > 0)
  if (shown.length === 0) {
    if (titled) return undefined
    return (
      <Card>
        <CardRow icon={ChevronRight} title={page.title}>
          {texts.noChanges}
        </CardRow>
      </Card>
    )
  }
  return (
    <>
      {titled && <SectionTitle>{page.title}</SectionTitle>}
      <div className={styles['stack']}>
        <Blocks blocks={shown} name={texts.changesOf(page.title)} />
      </div>
    </>
  )
}
