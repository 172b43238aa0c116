import { carriedText, decidedText, goneText, notAskedText } from '../../../src-main/contract/conflict-words.ts'
import type { calls } from '../../../src-main/contract/calls.ts'
import type { Output } from '../../../src-main/contract/define.ts'
import { LinkButton } from '../../components/button.tsx'
import { Notice } from '../../components/notice.tsx'
import { joinNames } from '../../format/names-text.ts'
import { textOfPath } from '../../format/path-text.ts'
import { pageHash } from '../../router/route.ts'
import { texts } from './texts.ts'

export type KeptConflicts = Output<typeof calls.conflictsKeep>

interface KeptNoticeProps {
  readonly kept: KeptConflicts
  readonly labelOf: (laptop: string) => string
}

/** How many of those that stay are named. */
const namedAtMost = 5

/** What became of what was decided last. */
export function KeptNotice({ kept, labelOf }: KeptNoticeProps) {
  const { decided, gone, carriedTo, notAsked, snapshots } = kept
  const several = new Set(decided.map(({ laptop }) => laptop)).size > 1
  const done = decided.filter(({ outcome }) => outcome.kind === 'kept')
  const left = decided.filter(({ outcome }) => outcome.kind === 'left')
  const filesOf = (all: typeof decided): number => new Set(all.map(({ file }) => file)).size
  const word = (one: (typeof decided)[number]) => decidedText(one, several ? labelOf(one.laptop) : '', textOfPath)
  const isWhole = left.length + gone.length + notAsked.length === 0
  const title = done.length > 0 ? texts.decided(filesOf(done)) : texts.notDecided(filesOf(left) + gone.length)
  const sentences = [
    ...(filesOf(done) === 1 ? done.map(word) : []),
    ...left.slice(0, namedAtMost).map(word),
    ...(left.length > namedAtMost ? [`${texts.notDecided(filesOf(left))}.`] : []),
    ...(gone.length === 0 ? [] : [goneText(gone.length)]),
    ...(carriedTo.length === 0 ? [] : [carriedText(joinNames(carriedTo.map(labelOf)))]),
    ...(notAsked.length === 0 ? [] : [notAskedText(joinNames(notAsked.map(labelOf)))]),
  ]
  return (
    <div role="status">
      <Notice
        tone={isWhole ? 'green' : 'amber'}
        title={title}
        actions={
          snapshots.length > 0 && (
            <LinkButton look="link" href={pageHash('snapshots')}>
              {texts.showSnapshot}
            </LinkButton>
          )
        }
      >
        {sentences.join(' ')}
      </Notice>
    </div>
  )
}
