import { FileLock2 } from 'lucide-react'
import { useState } from 'react'
import type { LookSide } from '../../../../src-main/contract/look.ts'
import type { Question } from '../../../../src-main/contract/preview.ts'
import type { PlanView } from '../../../../src-main/contract/switch-state.ts'
import { Button } from '../../../components/button.tsx'
import { TwoSides } from '../../../components/diff/two-sides.tsx'
import { ErrorState, LoadingState } from '../../../components/list-state.tsx'
import { formatShortDay } from '../../../format/time.ts'
import { useCall } from '../../../stores/use-call.ts'
import styles from './two-versions.module.css'
import { texts } from './texts.ts'

interface FileVersionsProps {
  readonly plan: PlanView
  readonly question: Question
  /** At the top. */
  readonly name: string
  /** Of a file in the folder that is asked about, in bytes. */
  readonly path?: string
}

/** Both versions of one file. */
export function FileVersions({ plan, question, name, path }: FileVersionsProps) {
  const input = { questionId: question.id, ...(path === undefined ? {} : { path }) }
  const { value: look, error, askAgain } = useCall('switchLook', input)
  const [shown, setShown] = useState(false)
  const hidden = question.secret && !shown
  return (
    <div className={styles['versions']} data-much>
      <div className={styles['top']}>
        <h2 className={styles['path']}>{name}</h2>
        {question.secret && look !== undefined && (
          <Button look="link" icon={FileLock2} aria-pressed={shown} onClick={() => setShown(!shown)}>
            {shown ? texts.hideValues : texts.showValues}
          </Button>
        )}
        {look !== undefined && <span className={styles['meta']}>{metaText(look.from, look.to, plan)}</span>}
      </div>
      {error !== undefined && <ErrorState error={error} onTryAgain={askAgain} />}
      {error === undefined && look === undefined && <LoadingState>{texts.loadingVersions}</LoadingState>}
      {look !== undefined && <Versions from={look.from} to={look.to} plan={plan} path={name} hidden={hidden} />}
    </div>
  )
}

function metaText(from: LookSide, to: LookSide, plan: PlanView): string {
  const [side, label] = from.kind === 'text' || from.kind === 'opaque' ? [from, plan.from.label] : [to, plan.to.label]
  if (side.kind !== 'text' && side.kind !== 'opaque') return ''
  return texts.changedOn(label, formatShortDay(side.changedAt), side.owner, side.mode)
}

interface VersionsProps {
  readonly from: LookSide
  readonly to: LookSide
  readonly plan: PlanView
  readonly path: string
  readonly hidden: boolean
}

function Versions({ from, to, plan, path, hidden }: VersionsProps) {
  return (
    <TwoSides
      left={{ label: plan.to.label, word: 'now', side: to }}
      right={{ label: plan.from.label, word: texts.wouldBeCopied, side: from }}
      name={texts.onBoth(path)}
      hidden={hidden}
      onlyOne={(there, missing) => (there.side === from ? texts.newNotOn(missing.label) : texts.notOn(missing.label))}
      neither={{
        title: texts.neitherTitle,
        text: texts.neitherText,
      }}
    />
  )
}
