import { FileClock, Undo2 } from 'lucide-react'
import { useState } from 'react'
import type { FileVersion } from '../../../../src-main/contract/files-calls.ts'
import type { SnapshotSubvolume } from '../../../../src-main/contract/snapshot-calls.ts'
import { formatBytes, formatCount } from '../../../../src-main/kernel/units.ts'
import { Badge } from '../../../components/badge.tsx'
import { Button } from '../../../components/button.tsx'
import { Card } from '../../../components/card.tsx'
import { classNames } from '../../../components/class-names.ts'
import { EmptyState, ErrorState } from '../../../components/list-state.tsx'
import { Notice } from '../../../components/notice.tsx'
import { TaskLine } from '../../../components/task-line.tsx'
import { nameOf, shownPath, textOfPath } from '../../../format/path-text.ts'
import { formatPoint } from '../../../format/time.ts'
import { useCall } from '../../../stores/use-call.ts'
import { RestoreDialog } from '../restore/restore-dialog.tsx'
import type { FilesPlace } from '../snapshots-routes.ts'
import type { LaptopNames } from '../../../components/laptop-names.ts'
import styles from './file-panel.module.css'
import { Preview, VersionLook } from './version-look.tsx'
import { texts } from './texts.ts'

interface FilePanelProps {
  readonly place: FilesPlace
  readonly path: string | undefined
  readonly subvolume: SnapshotSubvolume
  readonly laptops: LaptopNames
  readonly home: string | undefined
  readonly nowMs: number
  readonly onRestored: () => void
}

/** One file: what it looked like over time, on both laptops, and what is in it. */
export function FilePanel(props: FilePanelProps) {
  const { path, subvolume, home } = props
  if (path === undefined) {
    return (
      <Card className={styles['panel']} aria-label={texts.fileLabel}>
        <EmptyState icon={FileClock} title={texts.choose}>
          {texts.chooseHint}
        </EmptyState>
      </Card>
    )
  }
  return (
    <Card className={styles['panel']} aria-label={texts.fileLabel}>
      <div className={styles['top']}>
        <h2>{textOfPath(nameOf(path))}</h2>
        <p>{shownPath(subvolume, path, home)}</p>
      </div>
      <Versions {...props} path={path} />
    </Card>
  )
}

function Versions(props: FilePanelProps & { readonly path: string }) {
  const { place, path, subvolume, laptops, nowMs, home, onRestored } = props
  const { value: known, error, askAgain, callId } = useCall('filesVersions', { subvolume: subvolume.subvolume, path })
  const [picked, setPicked] = useState<string>()
  const [restoring, setRestoring] = useState<FileVersion>()
  const [said, setSaid] = useState('')
  const versions = known?.versions ?? []
  const isHere = (version: FileVersion) =>
    version.laptop === place.laptop && (version.id === place.id || version.alsoIn.includes(place.id))
  const shown = versions.find((version) => keyOf(version) === picked) ?? versions.find(isHere)
  return (
    <>
      <div className={styles['versions']}>
        <h3>{texts.versions}</h3>
        {error !== undefined && <ErrorState error={error} onTryAgain={askAgain} />}
        {known === undefined && error === undefined && <TaskLine text={texts.searchingVersions} callId={callId} />}
        {known?.missing.map(({ laptop, error }) => (
          <Notice key={laptop} tone="amber" title={texts.laptopUnknown(laptops.labelOf(laptop))}>
            {error.message}
          </Notice>
        ))}
        {versions.length === 0 && known?.missing.length === 0 && <p className={styles['soft']}>{texts.noVersions}</p>}
        <ul aria-label={texts.versions}>
          {versions.map((version) => (
            <li key={keyOf(version)}>
              <button
                type="button"
                className={classNames(styles['version'], version === shown && styles['shown'])}
                aria-pressed={version === shown}
                onClick={() => setPicked(keyOf(version))}
              >
                <span className={styles['when']}>
                  {version.id === 'now' ? texts.now : formatPoint(version.at, nowMs)}
                </span>
                <Badge>{laptops.labelOf(version.laptop)}</Badge>
                <span className={styles['what']}>{factsText(version, nowMs)}</span>
                <span className={styles['soft']}>{alsoText(version)}</span>
              </button>
            </li>
          ))}
        </ul>
      </div>
      <div className={styles['look']}>
        {shown === undefined ? (
          known !== undefined && <Preview place={place} path={path} subvolume={subvolume} />
        ) : (
          <VersionLook key={keyOf(shown)} version={shown} laptops={laptops} path={path} />
        )}
      </div>
      <div className={styles['foot']}>
        <p className={styles['soft']} role="status">
          {said}
        </p>
        {shown !== undefined && shown.id !== 'now' && shown.facts !== undefined && (
          <Button size="small" icon={Undo2} onClick={() => setRestoring(shown)}>
            {texts.restoreVersion}
          </Button>
        )}
      </div>
      {restoring !== undefined && (
        <RestoreDialog
          from={{
            laptop: restoring.laptop,
            id: restoring.id,
            at: restoring.at,
            subvolume: { ...subvolume, subvolume: restoring.subvolume },
          }}
          paths={[restoring.path]}
          home={home}
          laptops={laptops}
          onClose={() => setRestoring(undefined)}
          onDone={(text) => {
            setSaid(text)
            askAgain()
            onRestored()
          }}
        />
      )}
    </>
  )
}

const keyOf = ({ laptop, id }: FileVersion): string => `${laptop}:${id}`

function factsText({ facts }: FileVersion, nowMs: number): string {
  if (facts === undefined) return texts.notThere
  const changed = texts.changed(formatPoint(facts.changedAt, nowMs))
  return facts.type === 'folder' ? changed : `${formatBytes(facts.bytes)}, ${changed}`
}

function alsoText({ alsoIn }: FileVersion): string {
  return alsoIn.length === 0 ? '' : texts.sameIn(formatCount(alsoIn.length))
}
