import { spanText } from '../../../../src-main/contract/took.ts'
import { Check, Undo2 } from 'lucide-react'
import { useState } from 'react'
import { behindIn, proofTitle, stillRunningIn } from '../../../../src-main/contract/proof/proof-title.ts'
import type { SwitchState } from '../../../../src-main/contract/switch-state.ts'
import { classNames } from '../../../components/class-names.ts'
import { Button } from '../../../components/button.tsx'
import { Heading } from '../../../components/heading.tsx'
import { FailureNotice, Notice } from '../../../components/notice.tsx'
import { useTitle } from '../../../components/use-title.ts'
import { formatClock } from '../../../format/time.ts'
import { goTo, pageHash, wizardHash } from '../../../router/route.ts'
import { useAnswers, useClient } from '../../../stores/app-context.tsx'
import { useAction } from '../../../stores/use-action.ts'
import { askedWay } from '../../../stores/way.ts'
import styles from './done-page.module.css'
import { FooterPrimary } from '../footer-primary.tsx'
import { ProofFacts } from './proof-facts.tsx'
import { ProofView } from './proof-view.tsx'
import { SaveReport } from './save-report.tsx'
import { useProofStanding } from '../../../standing/use-proof-standing.ts'
import { SuspendButton } from './suspend-button.tsx'
import { texts } from './texts.ts'
import { UndoButton } from '../../undo/undo-button.tsx'
import { texts as undoTexts, undoneText } from '../../undo/texts.ts'
import { useIsUndone } from '../../../standing/use-is-undone.ts'
import { WizardFrame } from '../wizard-frame.tsx'
import { wizardTitle } from '../wizard-title.ts'

/** "Safe" is said here only after the comparison, and as long as it is known that nothing has been begun since. */
export function DonePage({ state }: { readonly state: Extract<SwitchState, { kind: 'done' }> }) {
  const client = useClient()
  const { forgetAll } = useAnswers()
  const { plan, proof } = state
  const { scope, from, to } = plan
  const close = useAction(async () => {
    await client.call('switchDismiss', {})
    forgetAll()
    goTo(pageHash('overview'))
  })
  const decide = useAction(async () => {
    goTo(wizardHash())
    await client.call('switchPlan', askedWay(plan))
  })
  const took = spanText(proof)
  const [shown, setShown] = useState(0)
  const [isAsleep, setAsleep] = useState(false)
  const at = formatClock(proof.finishedAt)
  const standing = useProofStanding()
  const behind = behindIn(proof)
  const isOvertaken = standing === 'overtaken'
  const isUndone = useIsUndone(proof.switchId)
  const isOver = isOvertaken || isUndone
  const title = titleText()
  useTitle(title)
  return (
    <WizardFrame
      title={wizardTitle(plan)}
      page=""
      aside={texts.took(took)}
      footer={
        <>
          <SaveReport proof={proof} />
          {!isOver && !isAsleep && <UndoButton undoes={proof} />}
          {isOver || isAsleep || behind !== undefined ? (
            <FooterPrimary onClick={close.start} disabled={close.busy}>
              {texts.backToOverview}
            </FooterPrimary>
          ) : (
            <>
              <Button onClick={close.start} disabled={close.busy}>
                {texts.backToOverview}
              </Button>
              {scope === undefined && <SuspendButton proof={proof} onSuspended={() => setAsleep(true)} />}
            </>
          )}
        </>
      }
    >
      <Heading
        title={title}
        size="large"
        lead={leadText()}
        mark={
          <span className={classNames(styles['mark'], isUndone && styles['undone'])}>
            {isUndone ? <Undo2 size={34} aria-hidden /> : <Check size={36} strokeWidth={2.5} aria-hidden />}
          </span>
        }
        focusKey={proof.switchId}
      />
      <FailureNotice error={close.error} />
      {isAsleep && !isOver && (
        <Notice tone="green" title={texts.suspended(from.label)}>
          {texts.suspendedText}
        </Notice>
      )}
      <ProofFacts
        proof={proof}
        onShowDiffering={() => setShown(shown + 1)}
        onDecide={isOver ? undefined : decide.start}
      />
      <ProofView proof={proof} showDiffering={shown} />
      {!isOver && <p className={styles['next']}>{nextText()}</p>}
    </WizardFrame>
  )

  function titleText(): string {
    if (isUndone) return undoTexts.undoneTitle(to.label)
    if (scope === 'packages') return texts.packagesTitle(from.label, to.label)
    return standing === 'safe' ? texts.safeTitle(from.label) : texts.verifiedTitle(to.label)
  }

  function nextText(): string {
    return scope === 'packages' ? texts.filesStay : texts.workThere(from.label, to.label)
  }

  function leadText(): string {
    if (isUndone) return undoneText(proof)
    const said = `${proofTitle(proof)} ${texts.comparedAt(at)}`
    if (standing === 'safe') return [said, stillRunningIn(proof)].filter((part) => part !== undefined).join(' ')
    if (scope !== undefined) return said
    if (behind !== undefined) return `${said} ${behind}`
    return `${said} ${isOvertaken ? texts.begunSince : texts.notKnownSince}`
  }
}
