import type { FileVersion } from '../../../../src-main/contract/files-calls.ts'
import type { SnapshotSubvolume } from '../../../../src-main/contract/snapshot-calls.ts'
import { OneText, SideFacts, TwoSides } from '../../../components/diff/two-sides.tsx'
import { EmptyState, ErrorState, LoadingState } from '../../../components/list-state.tsx'
import { nameOf, textOfPath } from '../../../format/path-text.ts'
import { formatShortPoint } from '../../../format/time.ts'
import { useCall } from '../../../stores/use-call.ts'
import type { FilesPlace } from '../snapshots-routes.ts'
import type { LaptopNames } from '../../../components/laptop-names.ts'
import { texts } from './texts.ts'

/** A version beside what the same laptop has now; alone where it is what is there now. */
export function VersionLook({
  version,
  laptops,
  path,
}: {
  readonly version: FileVersion
  readonly laptops: LaptopNames
  readonly path: string
}) {
  const { laptop, id, subvolume } = version
  const isNow = id === 'now'
  const name = textOfPath(nameOf(path))
  const { value, error, askAgain } = useCall('filesLook', {
    laptop,
    subvolume,
    sides: isNow
      ? [{ id, path: version.path }]
      : [
          { id, path: version.path },
          { id: 'now', path },
        ],
  })
  if (version.facts?.type === 'folder') return <FolderText />
  if (error !== undefined) return <ErrorState error={error} onTryAgain={askAgain} />
  const [then, now] = value?.sides ?? []
  if (then === undefined) return <LoadingState>{texts.fetching}</LoadingState>
  const label = laptops.labelOf(laptop)
  if (now === undefined) {
    const head = { label, word: texts.nowWord }
    if (then.kind === 'absent') return <EmptyState title={texts.notThereNow(label)} />
    return then.kind === 'text' ? (
      <OneText head={head} text={then.text} name={name} />
    ) : (
      <SideFacts {...head} side={then} />
    )
  }
  return (
    <TwoSides
      left={{ label: texts.snapshot, word: formatShortPoint(version.at), side: then }}
      right={{ label, word: texts.nowWord, side: now }}
      name={texts.versionsName(name)}
      same={texts.sameAsNow}
      onlyOne={(there, missing) => texts.onlyIn(there.word, missing.label, missing.word)}
      neither={{ title: texts.neitherTitle, text: texts.neitherText }}
    />
  )
}

function FolderText() {
  return <EmptyState title={texts.folderTitle}>{texts.folderHint}</EmptyState>
}

/** Where no version is known (a laptop did not answer): what is in the place that is shown. */
export function Preview({
  place,
  path,
  subvolume,
}: {
  readonly place: FilesPlace
  readonly subvolume: SnapshotSubvolume
  readonly path: string
}) {
  const { value, error, askAgain } = useCall('filesLook', {
    laptop: place.laptop,
    subvolume: subvolume.subvolume,
    sides: [{ id: place.id, path }],
  })
  if (error !== undefined) return <ErrorState error={error} onTryAgain={askAgain} />
  const side = value?.sides[0]
  if (side === undefined) return <LoadingState>{texts.fetching}</LoadingState>
  const head = { label: textOfPath(nameOf(path)), word: '' }
  return side.kind === 'text' ? (
    <OneText head={head} text={side.text} name={head.label} />
  ) : (
    <SideFacts {...head} side={side} />
  )
}
