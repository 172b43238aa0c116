import { ChevronRight } from 'lucide-react'
import type { PlanView, StepInfo } from '../../../../src-main/contract/switch-state.ts'
import { Card, CardRow } from '../../../components/card.tsx'
import { Heading, SectionTitle } from '../../../components/heading.tsx'
import { stepIcons } from '../../../components/step-icons.ts'
import { formatAboutGigabytes, formatGigabytes } from '../../../format/amount.ts'
import { Blocks } from './blocks.tsx'
import { DecideFrame } from './decide-frame.tsx'
import styles from './decide-page.module.css'
import { askingSteps, decidePages, questionsOfStep, reviewPage } from '../wizard-pages.ts'

interface ReviewPageProps {
  readonly plan: PlanView
  /** One step, when somebody came to look at that one. */
  readonly only?: StepInfo
}

/** What will happen in the steps that ask nothing. */
export function ReviewPage({ plan, only }: ReviewPageProps) {
  const quiet = plan.steps.filter((step) => step.stage !== 'prepare' && questionsOfStep(plan, step.id).length === 0)
  const steps = only === undefined ? quiet : [only]
  const page = only?.id ?? (decidePages(plan).includes(reviewPage) ? reviewPage : '')
  return (
    <DecideFrame
      plan={plan}
      page={page}
      note={`${formatAboutGigabytes(plan.estimate.bytes)} to copy.`}
      heading={<Heading {...titleOf(plan, only)} focusKey={page} />}
    >
      {only === undefined && <Summary plan={plan} steps={steps} />}
      {steps.map((step) => (
        <StepBlocks key={step.id} plan={plan} step={step} titled={only === undefined} />
      ))}
    </DecideFrame>
  )
}

function titleOf(plan: PlanView, only: StepInfo | undefined): { readonly title: string; readonly lead: string } {
  const { to, from } = plan
  if (only !== undefined)
    return {
      title: plan.previews[only.id]?.summary ?? only.title,
      lead: `${only.title} on ${to.label}, as they would become. Nothing is changed yet.`,
    }
  const asked = askingSteps(plan).length
  const lead = `What is new on ${from.label} goes to ${to.label}. A snapshot of both laptops is taken first.`
  if (asked === 0) return { title: 'Nothing to decide, ready to copy', lead }
  return { title: `What else changes on ${to.label}`, lead }
}

function Summary({ plan, steps }: { readonly plan: PlanView; readonly steps: readonly StepInfo[] }) {
  return (
    <Card aria-label="Summary">
      <ul>
        {steps.map((step) => {
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

function StepBlocks({
  plan,
  step,
  titled,
}: {
  readonly plan: PlanView
  readonly step: StepInfo
  readonly titled: boolean
}) {
  const blocks = plan.previews[step.id]?.blocks ?? []
  const shown = blocks.filter((block) => block.kind === 'notice' || (block.kind === 'changes' && block.count > 0))
  if (shown.length === 0) {
    if (titled) return undefined
    return (
      <Card>
        <CardRow icon={ChevronRight} title={step.title}>
          Nothing to list here.
        </CardRow>
      </Card>
    )
  }
  return (
    <>
      {titled && <SectionTitle>{step.title}</SectionTitle>}
      <div className={styles['stack']}>
        <Blocks blocks={shown} name={`${step.title}: what will happen`} />
      </div>
    </>
  )
}
