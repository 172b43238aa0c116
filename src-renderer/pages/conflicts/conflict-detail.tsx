import { inHomeText, contentsTexts } from '../../../src-main/contract/conflict-words.ts'
import type { Conflict, KeptVersion } from '../../../src-main/contract/conflicts-calls.ts'
import { errorText } from '../../../src-main/contract/wire-error.ts'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { TwoSides } from '../../components/diff/two-sides.tsx'
import { ErrorState, LoadingState } from '../../components/list-state.tsx'
import { Notice } from '../../components/notice.tsx'
import { TaskLine } from '../../components/task-line.tsx'
import { texts as componentTexts } from '../../components/texts.ts'
import { joinNames } from '../../format/names-text.ts'
import { folderOf, nameOf, textOfPath } from '../../format/path-text.ts'
import { formatPoint } from '../../format/time.ts'
import { useAction } from '../../stores/use-action.ts'
import { useCall } from '../../stores/use-call.ts'
import { useFollowedCall } from '../../stores/use-followed-call.ts'
import { useNow } from '../../stores/use-now.ts'
import shared from '../list-detail.module.css'
import type { LaptopNames } from '../../components/laptop-names.ts'
import styles from './conflicts-page.module.css'
import type { KeptConflicts } from './kept-notice.tsx'
import { texts } from './texts.ts'

interface ConflictDetailProps {
  readonly conflict: Conflict
  readonly laptops: LaptopNames
  readonly onKept: (kept: KeptConflicts) => void
}

/** Both versions of one file with their own times, and the three ways to decide. */
export function ConflictDetail({ conflict, laptops, onKept }: ConflictDetailProps) {
  const { id, file, contents } = conflict
  const nowMs = useNow(60_000)
  const looked = useCall('conflictsShow', { id })
  const keeping = useFollowedCall('conflictsKeep')
  const keep = useAction(async (which: KeptVersion) => onKept(await keeping.make({ ids: [id], keep: which })))
  const name = textOfPath(nameOf(file))
  return (
    <Card data-both-versions className={shared['detail']} aria-label={name}>
      <div className={shared['top']}>
        <div className={shared['words']}>
          <h2>
            <code>{name}</code>
          </h2>
          <p>{factsOf(conflict, laptops, nowMs).join(' · ')}</p>
          {contents !== 'differ' && <p>{contentsTexts[contents]}</p>}
        </div>
        <div className={styles['decide']}>
          {waysOf(conflict).map(({ which, label, hint, isMain }) => (
            <Button
              key={which}
              look={isMain ? 'primary' : 'secondary'}
              disabled={keep.busy}
              title={hint}
              onClick={() => keep.start(which)}
            >
              {label}
            </Button>
          ))}
        </div>
      </div>
      {keep.busy && <TaskLine text={texts.deciding} callId={keeping.callId} />}
      {keep.error !== undefined && (
        <Notice tone="amber" alert title={keep.error.message}>
          {errorText(keep.error)}
        </Notice>
      )}
      <Versions name={name} looked={looked} />
    </Card>
  )
}

function factsOf({ file, copies, metAt, laptops: on }: Conflict, laptops: LaptopNames, nowMs: number) {
  const folder = folderOf(file)
  return [
    folder === '' ? texts.home : inHomeText(folder, textOfPath),
    texts.metAt(formatPoint(metAt, nowMs)),
    ...(copies.length === 1 ? [] : [texts.sameCopies(copies.length)]),
    texts.on(joinNames(on.map(laptops.labelOf))),
  ]
}

interface Way {
  readonly which: KeptVersion
  readonly label: string
  readonly hint: string
  readonly isMain: boolean
}

/** Which version is the right one nobody knows: none is offered first, unless there is but one. */
function waysOf({ contents, fileVersion }: Conflict): readonly Way[] {
  const deleting = { which: 'file', label: texts.deleteCopy, hint: texts.keepHints.file } as const
  if (contents === 'same') return [{ ...deleting, isMain: true }]
  if (fileVersion === undefined)
    return [
      { which: 'copy', label: texts.bringBack, hint: texts.bringBackHint, isMain: true },
      { ...deleting, isMain: false },
    ]
  const ways = ['file', 'copy', 'both'] as const
  return ways.map((which) => ({ which, label: texts.keep[which], hint: texts.keepHints[which], isMain: false }))
}

interface VersionsProps {
  readonly name: string
  readonly looked: ReturnType<typeof useCall<'conflictsShow'>>
}

function Versions({ name, looked: { value, error, askAgain } }: VersionsProps) {
  if (error !== undefined) return <ErrorState error={error} onTryAgain={askAgain} />
  if (value === undefined) return <LoadingState>{componentTexts.loadingVersions}</LoadingState>
  return (
    <TwoSides
      left={{ label: texts.file, word: texts.fileWord, side: value.file }}
      right={{ label: texts.copy, word: texts.copyWord, side: value.copy }}
      name={texts.versionsOf(name)}
      tellsNewer
      same={texts.sameWord}
      onlyOne={(_there, missing) => (missing.side === value.file ? texts.fileGone : texts.gone)}
      neither={{ title: texts.neitherTitle, text: texts.neitherText }}
    />
  )
}
