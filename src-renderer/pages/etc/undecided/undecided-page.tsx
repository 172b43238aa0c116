import type { NotCompared as NotComparedItem } from '../../../../src-main/contract/switch-state.ts'
import type { WireError } from '../../../../src-main/contract/wire-error.ts'
import { Button, LinkButton } from '../../../components/button.tsx'
import { Card } from '../../../components/card.tsx'
import { Heading } from '../../../components/heading.tsx'
import { ErrorState, LoadingState } from '../../../components/list-state.tsx'
import { Notice } from '../../../components/notice.tsx'
import { usePage } from '../../../components/use-page.ts'
import { pageHash, undecidedItem } from '../../../router/route.ts'
import { useOverview, useSwitchState } from '../../../stores/app-context.tsx'
import { useCall } from '../../../stores/use-call.ts'
import { texts } from './texts.ts'
import { UndecidedFiles } from './undecided-files.tsx'
import styles from './undecided.module.css'

/** What a proof calls "not compared" of /etc: every file without a rule that differs now, and what should become of it. */
export function UndecidedPage() {
  const { value: found, error, askAgain, put } = useCall('etcUndecided', {})
  usePage(texts.title, askAgain)
  const back = <LinkButton href={pageHash('etc')}>{texts.allRules}</LinkButton>
  if (found === undefined) {
    return (
      <>
        <Heading title={texts.title} lead={texts.lead} actions={back} />
        {error === undefined ? (
          <LoadingState>{texts.reading}</LoadingState>
        ) : (
          <NotCompared error={error} onTryAgain={askAgain} />
        )}
      </>
    )
  }
  const { files, from, to } = found
  const isNone = files.length === 0
  return (
    <>
      <Heading
        title={isNone ? texts.allDecided : texts.open(files.length)}
        lead={isNone ? texts.allDecidedLead(from.label, to.label) : texts.differ(from.label, to.label)}
        actions={back}
      />
      <Where from={from} />
      <UndecidedFiles found={found} put={put} />
    </>
  )
}

/** Said before anything is decided: the rules that count are those of the laptop that has the latest work. */
function Where({ from }: { readonly from: { readonly name: string; readonly label: string } }) {
  const { value: known } = useOverview()
  if (known === undefined || known.here.laptop.name === from.name) return undefined
  return (
    <div className={styles['where']}>
      <Notice tone="info" title={texts.workOn(from.label)}>
        {texts.storedThere(from.label)}
      </Notice>
    </div>
  )
}

interface NotComparedProps {
  readonly error: WireError
  readonly onTryAgain: () => void
}

/** While they cannot be compared: those that the switch which was just proven left can be read. */
function NotCompared({ error, onTryAgain }: NotComparedProps) {
  const open = useLastOpen()
  if (open === undefined) return <ErrorState error={error} onTryAgain={onTryAgain} />
  const more = open.count - open.names.length
  return (
    <>
      <div className={styles['where']}>
        <Notice
          tone="amber"
          alert
          title={error.message}
          actions={
            <Button look="link" onClick={onTryAgain}>
              {texts.tryAgain}
            </Button>
          }
        >
          {error.hint}
        </Notice>
      </div>
      <Card className={styles['known']} aria-label={texts.lastKnown(open.count)}>
        <h2>{texts.lastKnown(open.count)}</h2>
        <ul>
          {open.names.map((name) => (
            <li key={name}>{name}</li>
          ))}
        </ul>
        {more > 0 && <p>{texts.andMore(more)}</p>}
      </Card>
    </>
  )
}

function useLastOpen(): NotComparedItem | undefined {
  const state = useSwitchState()
  if (state?.kind !== 'done') return undefined
  const items = state.proof.steps.flatMap(({ verification }) => verification.items)
  const open = items.find(({ notCompared }) => notCompared?.decideIn?.item === undecidedItem)?.notCompared
  return open === undefined || open.count === 0 ? undefined : open
}
