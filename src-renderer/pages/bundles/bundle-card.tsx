import {
  Archive,
  Download,
  Ellipsis,
  HardDriveUpload,
  History,
  Pin,
  PinOff,
  Send,
  ShieldCheck,
  Trash2,
} from 'lucide-react'
import { useState } from 'react'
import type { BundleSize } from '../../../src-main/contract/bundles-calls.ts'
import {
  bundleName,
  contentsText,
  elsewhereText,
  leftOutText,
  proofText,
  sizeText,
  type BundleOnLaptops,
} from '../../../src-main/contract/bundles-words.ts'
import type { PlaceView } from '../../../src-main/contract/copies-calls.ts'
import { notEncrypted } from '../../../src-main/contract/copies-words.ts'
import { ActionMenu } from '../../components/action-menu.tsx'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { FailureNotice } from '../../components/notice.tsx'
import { TaskLine } from '../../components/task-line.tsx'
import { formatPoint } from '../../format/time.ts'
import { useClient } from '../../stores/app-context.tsx'
import { useAction } from '../../stores/use-action.ts'
import { useCall } from '../../stores/use-call.ts'
import { useFollowedCall } from '../../stores/use-followed-call.ts'
import type { LaptopNames } from '../../components/laptop-names.ts'
import { BringBundleBack } from './bring-bundle-back.tsx'
import styles from '../backups.module.css'
import { DeleteBundle } from './delete-bundle.tsx'
import { PutBundleAway } from './put-bundle-away.tsx'
import { texts } from './texts.ts'

interface BundleCardProps {
  readonly name: string
  readonly versions: readonly BundleOnLaptops[]
  /** Those that are connected. */
  readonly places: readonly Pick<PlaceView, 'laptop' | 'name' | 'kind'>[]
  readonly laptops: LaptopNames
  readonly nowMs: number
  readonly onChanged: (said: string) => void
}

/** One name, the newest version first. */
export function BundleCard({ name, versions, places, laptops, nowMs, onChanged }: BundleCardProps) {
  const laptop = versions[0]?.bundle.laptop
  const { value: measured } = useCall('bundlesMeasure', laptop === undefined ? {} : { laptop, bundle: name })
  return (
    <Card className={styles['card']} aria-label={name}>
      <div className={styles['head']}>
        <h2>{name}</h2>
        <span>{texts.versions(versions.length)}</span>
      </div>
      {versions.map((version) => (
        <Version
          key={`${version.bundle.version} ${version.bundle.digest}`}
          version={version}
          size={measured?.sizes.find((size) => isOf(size, version))}
          places={places}
          laptops={laptops}
          nowMs={nowMs}
          onChanged={onChanged}
        />
      ))}
    </Card>
  )
}

const isOf = (size: BundleSize, { bundle }: BundleOnLaptops): boolean =>
  size.laptop === bundle.laptop && size.version === bundle.version && size.name === bundle.name

interface VersionProps extends Omit<BundleCardProps, 'name' | 'versions'> {
  readonly version: BundleOnLaptops
  readonly size: BundleSize | undefined
}

function Version({ version: { bundle, on }, size, places, laptops, nowMs, onChanged }: VersionProps) {
  const [open, setOpen] = useState<
    'back' | { readonly deleteFrom: string; readonly place?: string } | { readonly putAwayOn: string }
  >()
  const name = bundleName(bundle)
  const whole = on.filter(({ isAway }) => !isAway)
  const away = on.filter(({ isAway }) => isAway)
  const has = whole.map(({ laptop }) => laptop)
  const owner = has[0]
  const lacking = laptops.names.find((laptop) => !on.some((one) => one.laptop === laptop))
  const send = useFollowedCall('bundlesSend')
  const verify = useFollowedCall('bundlesVerify')
  const sending = useAction(async (to: string) => {
    const { how } = await send.make({ ...(owner === undefined ? {} : { laptop: owner }), bundle: name, to })
    onChanged(texts.sent(name, laptops.labelOf(to), how))
  })
  const verifying = useAction(async () => {
    const wrong: number[] = []
    for (const laptop of has) {
      const { checks } = await verify.make({ laptop, bundle: name })
      wrong.push(...checks.map(({ wrongCount }) => wrongCount))
    }
    const count = Math.max(0, ...wrong)
    onChanged(count === 0 ? texts.verified(name) : texts.notVerified(name, count))
  })
  const push = useFollowedCall('bundlesPush')
  const pushing = useAction(async (laptop: string, place: string) => {
    const { how } = await push.make({ laptop, bundle: name, place })
    onChanged(texts.pushed(name, place, how))
  })
  const fetch = useFollowedCall('bundlesBringBack')
  const fetching = useAction(async (laptop: string) => {
    const { from, damaged } = await fetch.make({ laptop, bundle: name })
    onChanged(
      texts.fetched(name, laptops.labelOf(laptop), from === undefined ? undefined : laptops.labelOf(from), damaged),
    )
  })
  const client = useClient()
  const pinning = useAction(async (laptop: string, isPinned: boolean) => {
    await client.call('bundlesPin', { laptop, bundle: name, isPinned })
    onChanged((isPinned ? texts.nowPinned : texts.nowUnpinned)(name, laptops.labelOf(laptop)))
  })
  const elsewhere = [...new Set(on.map((one) => elsewhereText(one, nowMs, laptops.labelOf)))].filter(
    (text) => text !== '',
  )
  const failed = sending.error ?? verifying.error ?? pushing.error ?? fetching.error ?? pinning.error
  const isBusy = sending.busy || verifying.busy || pushing.busy || fetching.busy
  return (
    <section className={styles['version']} aria-label={texts.versionOf(bundle.version, bundle.name)}>
      <div className={styles['entry']}>
        <strong>{bundle.version}</strong>
        <span className={styles['soft']}>{formatPoint(bundle.madeAt, nowMs)}</span>
        {on.map(({ laptop, isAway }) => (
          <Badge key={laptop}>{isAway ? texts.awayOn(laptops.labelOf(laptop)) : laptops.labelOf(laptop)}</Badge>
        ))}
        {on
          .filter(({ isPinned }) => isPinned)
          .map(({ laptop }) => (
            <Badge key={`pinned ${laptop}`}>{texts.pinned(laptops.labelOf(laptop))}</Badge>
          ))}
      </div>
      <p>{[contentsText(bundle), ...(size === undefined || bundle.isAway ? [] : [sizeText(size)])].join(' · ')}</p>
      {on.map((one) => (
        <p key={one.laptop} className={one.isDamaged ? styles['bad'] : styles['soft']}>
          {`${laptops.labelOf(one.laptop)}: ${proofText(one, nowMs)}`}
        </p>
      ))}
      {elsewhere.map((text) => (
        <p key={text} className={styles['soft']}>
          {text}
        </p>
      ))}
      <p className={styles['soft']}>{texts.madeOf(bundle.sources.join(', '))}</p>
      {bundle.leftOut.length > 0 && <p className={styles['soft']}>{leftOutText(bundle.leftOut.length)}</p>}
      {sending.busy && lacking !== undefined && (
        <TaskLine text={texts.sending(name, laptops.labelOf(lacking))} callId={send.callId} stop={texts.stop} />
      )}
      {verifying.busy && <TaskLine text={texts.verifying(name)} callId={verify.callId} stop={texts.stop} />}
      {fetching.busy && <TaskLine text={texts.fetching(name)} callId={fetch.callId} stop={texts.stop} />}
      {pushing.busy && <TaskLine text={texts.pushing(name)} callId={push.callId} stop={texts.stop} />}
      <FailureNotice error={failed} />
      <div className={styles['buttons']}>
        {away.map(({ laptop }) => (
          <Button
            key={laptop}
            size="small"
            icon={Download}
            aria-label={texts.fetchOf(name, laptops.labelOf(laptop))}
            disabled={isBusy}
            onClick={() => fetching.start(laptop)}
          >
            {texts.fetch(laptops.labelOf(laptop))}
          </Button>
        ))}
        {owner !== undefined && (
          <Button size="small" icon={History} aria-label={texts.backOf(name)} onClick={() => setOpen('back')}>
            {texts.back}
          </Button>
        )}
        {owner !== undefined && lacking !== undefined && (
          <Button
            size="small"
            icon={Send}
            aria-label={texts.sendOf(name, laptops.labelOf(lacking))}
            disabled={isBusy}
            onClick={() => sending.start(lacking)}
          >
            {texts.send(laptops.labelOf(lacking))}
          </Button>
        )}
        <ActionMenu
          trigger={
            <Button size="small" icon={Ellipsis} aria-label={texts.moreOf(name)} disabled={isBusy}>
              {texts.more}
            </Button>
          }
          actions={[
            ...(owner === undefined
              ? []
              : [{ id: 'verify', label: texts.verify, icon: ShieldCheck, act: () => verifying.start() }]),
            ...places.flatMap(({ laptop, name: place, kind }) =>
              has.includes(laptop)
                ? [
                    {
                      ...{ id: `push-${laptop}-${place}`, label: texts.push(place), icon: HardDriveUpload },
                      ...(kind === 'registry' ? { note: notEncrypted } : {}),
                      act: () => pushing.start(laptop, place),
                    },
                  ]
                : [],
            ),
            ...has.map((laptop) => ({
              ...{ id: `away-${laptop}`, label: texts.putAwayOn(laptops.labelOf(laptop)), icon: Archive },
              act: () => setOpen({ putAwayOn: laptop }),
            })),
            ...on
              .filter(({ isAway, isPinned }) => isPinned || !isAway)
              .map(({ laptop, isPinned }) => ({
                id: `pin-${laptop}`,
                label: (isPinned ? texts.unpin : texts.pin)(laptops.labelOf(laptop)),
                icon: isPinned ? PinOff : Pin,
                act: () => pinning.start(laptop, !isPinned),
              })),
            ...on.flatMap(({ laptop, elsewhere: known }) =>
              places
                .filter((one) => one.laptop === laptop && known.some(({ place }) => place === one.name))
                .map(({ name: place }) => ({
                  ...{ id: `delete-${laptop}-${place}`, label: texts.deleteFrom(place), icon: Trash2, red: true },
                  act: () => setOpen({ deleteFrom: laptop, place }),
                })),
            ),
            ...on.map(({ laptop }) => ({
              ...{ id: `delete-${laptop}`, label: texts.deleteFrom(laptops.labelOf(laptop)), icon: Trash2, red: true },
              act: () => setOpen({ deleteFrom: laptop }),
            })),
          ]}
        />
      </div>
      {open === 'back' && <BringBundleBack on={whole} laptops={laptops} onClose={() => setOpen(undefined)} />}
      {typeof open === 'object' && 'putAwayOn' in open && (
        <PutBundleAway
          on={on}
          laptop={open.putAwayOn}
          laptops={laptops}
          nowMs={nowMs}
          onClose={() => setOpen(undefined)}
          onDone={onChanged}
        />
      )}
      {typeof open === 'object' && 'deleteFrom' in open && (
        <DeleteBundle
          on={on}
          laptop={open.deleteFrom}
          place={open.place}
          laptops={laptops}
          onClose={() => setOpen(undefined)}
          onDeleted={onChanged}
        />
      )}
    </section>
  )
}
