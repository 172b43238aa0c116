import type { ReactNode } from 'react'
import { chosenChoice } from '../../../../src-main/contract/follow-choices.ts'
import type { Answers } from '../../../../src-main/contract/preview.ts'
import { otherThanStarted } from '../../../../src-main/contract/started-by.ts'
import { startingFraction, startingText } from '../../../../src-main/contract/starting-words.ts'
import type { PlanView } from '../../../../src-main/contract/switch-state.ts'
import { Button, LinkButton } from '../../../components/button.tsx'
import { Card } from '../../../components/card.tsx'
import { Notice } from '../../../components/notice.tsx'
import { ProgressBar } from '../../../components/progress-bar.tsx'
import { PasswordDialog } from '../../../components/password-dialog.tsx'
import { useTitle } from '../../../components/use-title.ts'
import { formatAbout } from '../../../format/time.ts'
import { goTo, pageHash, wizardHash } from '../../../router/route.ts'
import { useAnswers, useClient, useOverview, useSwitchState } from '../../../stores/app-context.tsx'
import { isAwaySince } from '../../../../src-main/contract/overview/seen-when.ts'
import { askedWay } from '../../../stores/way.ts'
import { questionsOf, unanswered } from '../../../stores/answers-store.ts'
import { ChangedSince } from './changed-since.tsx'
import styles from './decide-frame.module.css'
import { FooterPrimary } from '../footer-primary.tsx'
import { texts } from './texts.ts'
import { useStart } from './use-start.ts'
import { FooterNote, WizardFrame } from '../wizard-frame.tsx'
import { wizardTitle } from '../wizard-title.ts'
import { checkPage, decidePages, pageAsGoal, reviewPage } from '../wizard-pages.ts'

interface DecideFrameProps {
  readonly plan: PlanView
  readonly page: string
  /** What will come of the answers on this page. */
  readonly note: string
  readonly heading: ReactNode
  /** On the last page: why it cannot start yet, as long as that is so. */
  readonly notYet?: string | undefined
  /** How long it takes, where it is known with the answers. */
  readonly takesMs?: number | undefined
  readonly children: ReactNode
}

/** Every page on which the person decides: the way back, the way on, and on the last one the start. */
export function DecideFrame({ plan, page, note, heading, notYet, takesMs, children }: DecideFrameProps) {
  const client = useClient()
  const start = useStart(plan)
  const { value: seen } = useOverview()
  const pages = decidePages(plan)
  const index = pages.indexOf(page)
  const next = pages[index + 1]
  const isLast = index >= 0 && next === undefined
  const { answers, notKept } = useAnswers()
  const stop = wantsToStop(plan, answers)
  const state = useSwitchState()
  const starting = state?.kind === 'planned' ? state.starting : undefined
  const putAway = () => {
    void client.call('switchDismiss', {}).catch(() => undefined)
    goTo(pageHash('overview'))
  }
  // Nothing is started then, and the plan stays.
  const stopWaiting = () => void client.call('switchPause', {}).catch(() => undefined)
  useTitle(wizardTitle(plan))
  const startText = (plan.scope === 'packages' ? texts.startInstalling : texts.startCopying)(plan.to.label)
  const changed = start.error?.code === 'plan-changed'
  return (
    <WizardFrame
      title={wizardTitle(plan)}
      page={page}
      aside={expectation(plan, isLast, takesMs)}
      footer={
        <>
          <Button look="quiet" onClick={() => goTo(wizardHash(pages[index - 1] ?? checkPage))}>
            {texts.back}
          </Button>
          <FooterNote>{isLast && start.open > 0 ? <StillOpen plan={plan} page={page} /> : (notYet ?? note)}</FooterNote>
          {stop ? (
            <FooterPrimary onClick={putAway}>{texts.stopHere}</FooterPrimary>
          ) : isLast ? (
            <FooterPrimary
              byEnter={false}
              onClick={start.start}
              disabled={start.busy || start.open > 0 || notYet !== undefined}
            >
              {start.busy ? texts.starting : startText}
            </FooterPrimary>
          ) : (
            <FooterPrimary onClick={() => goTo(wizardHash(next ?? pages[0] ?? reviewPage))}>
              {texts.continueTo(pageAsGoal(plan, next ?? pages[0] ?? reviewPage))}
            </FooterPrimary>
          )}
        </>
      }
    >
      {heading}
      <p role="status" className="visually-hidden">
        {start.busy ? texts.startingWith : ''}
      </p>
      <div className={styles['notices']}>
        {start.busy && starting !== undefined && (
          <Card className={styles['starting']} aria-label={texts.starting}>
            <p>{startingText(starting, plan.steps.length)}</p>
            <ProgressBar name={texts.starting} fraction={startingFraction(starting, plan.steps.length)} />
            {starting.told !== undefined && (
              <Button look="quiet" size="small" onClick={stopWaiting}>
                {texts.stopWaiting}
              </Button>
            )}
          </Card>
        )}
        {notKept !== undefined && (
          <Notice tone="amber" title={texts.notKept(notKept.message)}>
            {texts.notKeptText}
          </Notice>
        )}
        {isAwaySince(plan.at, seen) && (
          <Notice tone="amber" title={texts.away(otherThanStarted(plan).label)}>
            {texts.awayAnswersKept}
          </Notice>
        )}
        <ChangedSince plan={plan} />
        {start.error !== undefined &&
          start.error.code !== 'cancelled' &&
          !(changed && plan.changedSince !== undefined) && (
            <Notice
              tone="amber"
              alert
              title={start.error.message}
              actions={
                <Button
                  look="link"
                  onClick={() => void client.call('switchPlan', askedWay(plan)).catch(() => undefined)}
                >
                  {texts.checkAgain}
                </Button>
              }
            >
              {start.error.hint}
            </Notice>
          )}
      </div>
      {children}
      {start.asked !== undefined && <PasswordDialog asked={start.asked} title={texts.confirm} submit={startText} />}
    </WizardFrame>
  )
}

/** What keeps copying from starting, and the way to it. */
function StillOpen({ plan, page }: { readonly plan: PlanView; readonly page: string }) {
  const { answers } = useAnswers()
  const open = unanswered(plan, answers)
  const [elsewhere] = open.filter(({ pageId }) => pageId !== page)
  return (
    <>
      {texts.stillOpen(open.length)}{' '}
      {elsewhere !== undefined && (
        <LinkButton look="link" href={wizardHash(elsewhere.pageId)}>
          {texts.showOpen(pageAsGoal(plan, elsewhere.pageId))}
        </LinkButton>
      )}
    </>
  )
}

/** A question may offer to go no further. */
function wantsToStop(plan: PlanView, answers: Answers): boolean {
  return questionsOf(plan).some((question) => chosenChoice(question, answers)?.meaning === 'stop')
}

function expectation(plan: PlanView, isLast: boolean, takesMs = plan.estimate.ms): string {
  return isLast ? texts.lastNeeded(formatAbout(takesMs)) : texts.neededUntilLast
}
