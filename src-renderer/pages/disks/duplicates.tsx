import type { JobView } from '../../../src-main/contract/jobs-calls.ts'
import type { ReclaimDisk, ReclaimSettings } from '../../../src-main/contract/reclaim-calls.ts'
import { leftOutTexts, reclaimText, sameFilesText, samePlaceText } from '../../../src-main/contract/reclaim-words.ts'
import { errorText } from '../../../src-main/contract/wire-error.ts'
import { formatBytes } from '../../../src-main/kernel/units.ts'
import { Button } from '../../components/button.tsx'
import { Choose, type Option } from '../../components/choose.tsx'
import { Notice } from '../../components/notice.tsx'
import { textOfPath } from '../../format/path-text.ts'
import { formatPoint } from '../../format/time.ts'
import { useClient } from '../../stores/app-context.tsx'
import { useAction } from '../../stores/use-action.ts'
import styles from './disks-page.module.css'
import { texts } from './texts.ts'

interface DuplicatesProps {
  /** Name of the disk and label of the laptop, as the card has them. */
  readonly name: string
  readonly laptop: string
  readonly known: ReclaimDisk
  /** Undefined as long as it is not known. */
  readonly job: JobView | undefined
  readonly settings: ReclaimSettings | undefined
  readonly nowMs: number
  readonly onChanged: () => void
}

/** What sharing the blocks of files that are the same gave, what it would give, and how it is begun. It is off until a person has seen that. */
export function Duplicates({ name, laptop, known, job, settings, nowMs, onChanged }: DuplicatesProps) {
  const client = useClient()
  const { look } = known
  const runs = job?.last?.state.kind === 'running'
  const isOn = job !== undefined && job.schedule.every !== 'off'
  const find = useAction(async () => {
    await client.call('reclaimRun', { laptop, what: 'plan' })
    onChanged()
  })
  const start = useAction(async () => {
    await client.call('reclaimRun', { laptop, what: 'run' })
    onChanged()
  })
  const stop = useAction(async () => {
    await client.call('jobsStop', { laptop, name: 'reclaim' })
    onChanged()
  })
  const turn = useAction(async () => {
    await client.call('jobsSchedule', { laptop, name: 'reclaim', schedule: { every: isOn ? 'off' : 'daily' } })
    onChanged()
  })
  const failed = [find, start, stop, turn].find(({ error }) => error !== undefined)?.error
  const idle = job === undefined || runs
  return (
    <section className={styles['duplicates']} aria-label={texts.duplicatesOf(name)}>
      <h4>{texts.duplicates}</h4>
      <p>{reclaimText(known, (time) => formatPoint(time, nowMs))}</p>
      <div className={styles['buttons']}>
        {runs ? (
          <Button size="small" disabled={stop.busy} onClick={() => stop.start()}>
            {texts.stopReclaim}
          </Button>
        ) : (
          <Button size="small" disabled={idle || find.busy} title={texts.findHint} onClick={() => find.start()}>
            {texts.find}
          </Button>
        )}
        {!runs && look !== undefined && look.groups > 0 && (
          <Button size="small" disabled={idle || start.busy} title={texts.startHint} onClick={() => start.start()}>
            {texts.start}
          </Button>
        )}
        {look !== undefined && (
          <Button size="small" disabled={job === undefined || turn.busy} onClick={() => turn.start()}>
            {isOn ? texts.turnOff : texts.everyDay}
          </Button>
        )}
      </div>
      {look !== undefined && <Found look={look} nowMs={nowMs} />}
      {settings !== undefined && <Gently laptop={laptop} settings={settings} onChanged={onChanged} />}
      {failed !== undefined && (
        <Notice tone="amber" alert title={failed.message}>
          {errorText(failed)}
        </Notice>
      )}
    </section>
  )
}

interface GentlyProps {
  readonly laptop: string
  readonly settings: ReclaimSettings
  readonly onChanged: () => void
}

/** Which files, and how much of the disk's time: of all disks of the laptop. */
function Gently({ laptop, settings, onChanged }: GentlyProps) {
  const client = useClient()
  const save = useAction(async (news: Partial<ReclaimSettings>) => {
    await client.call('reclaimSet', { laptop, ...news })
    onChanged()
  })
  const choices = (known: Readonly<Record<number, string>>, value: number, other: string): readonly Option[] =>
    Object.entries({ [value]: other, ...known }).map(([id, label]) => ({ id, label }))
  const { leastBytes, diskShare } = settings
  return (
    <details>
      <summary>{texts.settings}</summary>
      <div className={styles['settings']}>
        <Choose
          name={texts.leastSize}
          options={choices(texts.sizes, leastBytes, texts.filesFrom(formatBytes(leastBytes)))}
          value={String(leastBytes)}
          disabled={save.busy}
          onChange={(id) => save.start({ leastBytes: Number(id) })}
        />
        <Choose
          name={texts.share}
          options={choices(texts.shares, diskShare, texts.shareOf(diskShare))}
          value={String(diskShare)}
          disabled={save.busy}
          onChange={(id) => save.start({ diskShare: Number(id) })}
        />
      </div>
      {save.error !== undefined && (
        <Notice tone="amber" alert title={save.error.message}>
          {errorText(save.error)}
        </Notice>
      )}
    </details>
  )
}

function Found({ look, nowMs }: { readonly look: NonNullable<ReclaimDisk['look']>; readonly nowMs: number }) {
  const when = (time: string): string => formatPoint(time, nowMs)
  const left = leftOutTexts(look)
  return (
    <>
      {look.largest.length > 0 && (
        <details>
          <summary>{texts.largest(look.largest.length)}</summary>
          <ul>
            {look.largest.map((group) => (
              <li key={group.places.map(({ path, snapshotAt }) => `${path} ${snapshotAt}`).join()}>
                <strong>{sameFilesText(group)}</strong>
                {group.places.map((place) => (
                  <p key={`${place.path} ${place.snapshotAt}`}>{samePlaceText(place, textOfPath, when)}</p>
                ))}
              </li>
            ))}
          </ul>
        </details>
      )}
      {left.length > 0 && (
        <details>
          <summary>{texts.leftAlone}</summary>
          <ul>
            {left.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}
