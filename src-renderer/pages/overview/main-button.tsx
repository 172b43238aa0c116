import { ArrowLeft, ArrowRight, Camera, ChevronDown, RefreshCw, X, type LucideIcon } from 'lucide-react'
import { useRef, useState } from 'react'
import type { HistoryEntry } from '../../../src-main/contract/overview-calls.ts'
import type { OverviewAct, OverviewButton, OverviewTitle } from '../../../src-main/contract/overview/title.ts'
import type { Snapshot } from '../../../src-main/contract/snapshot-calls.ts'
import type { Laptop } from '../../../src-main/contract/switch-state.ts'
import { ActionMenu } from '../../components/action-menu.tsx'
import { Button, LinkButton } from '../../components/button.tsx'
import { classNames } from '../../components/class-names.ts'
import { Notice } from '../../components/notice.tsx'
import { usePrimaryKey } from '../../components/use-keys.ts'
import { goTo, pageHash, switchToHash, wizardHash } from '../../router/route.ts'
import { useClient, useOverview } from '../../stores/app-context.tsx'
import { useAction } from '../../stores/use-action.ts'
import { usePutRollbackState } from '../../stores/use-rollback-states.ts'
import { RestartDialog } from '../snapshots/rollback/restart-dialog.tsx'
import { restorePointHash } from '../snapshots/snapshots-routes.ts'
import { SuspendDialog } from '../wizard/done/suspend-dialog.tsx'
import styles from './main-button.module.css'
import { texts } from './texts.ts'

interface MainButtonProps {
  readonly title: OverviewTitle
  readonly onCompare: () => void
}

/** What is asked about before it is done. */
type Asking =
  { readonly kind: 'suspend'; readonly entry: HistoryEntry } | { readonly kind: 'restart'; readonly laptop: Laptop }

/** What whoever sits here most likely wants next, and in its menu what else can be done. */
export function MainButton({ title: { primary, menu }, onCompare }: MainButtonProps) {
  const client = useClient()
  const { look } = useOverview()
  const put = usePutRollbackState()
  const [asking, setAsking] = useState<Asking>()
  const asked = useAction(async (cancelOn: string | undefined) => {
    if (cancelOn === undefined) await client.call('switchResume', {})
    else await put(await client.call('rollbackCancel', { laptop: cancelOn }))
    await look(true)
  })
  const before = useAction(async ({ laptop, at }: Extract<OverviewAct, { kind: 'show-before' }>) => {
    const { snapshots } = await client.call('snapshotsList', {})
    const set = setBefore(snapshots, laptop, at)
    goTo(set === undefined ? pageHash('snapshots') : restorePointHash(set.id))
  })
  const error = asked.error ?? before.error
  const act = (wanted: OverviewAct): void => {
    switch (wanted.kind) {
      case 'show':
        goTo(wizardHash())
        return
      case 'prepare':
        goTo(switchToHash(wanted.to))
        return
      case 'suspend':
        setAsking({ kind: 'suspend', entry: wanted.entry })
        return
      case 'restart':
        setAsking({ kind: 'restart', laptop: wanted.laptop })
        return
      case 'compare':
        onCompare()
        return
      case 'resume':
        asked.start(undefined)
        return
      case 'cancel-undo':
        asked.start(wanted.laptop.name)
        return
      case 'show-before':
        before.start(wanted)
    }
  }
  if (primary === undefined) return undefined
  return (
    <>
      <span className={classNames(styles['split'], menu.length > 0 && styles['two'])}>
        <First button={primary} busy={asked.busy} onPress={() => act(primary.act)} />
        {menu.length > 0 && (
          <ActionMenu
            trigger={
              <Button look={lookOf(primary)} size="large" className={styles['more']} aria-label={texts.moreWays}>
                <ChevronDown size={16} aria-hidden />
              </Button>
            }
            actions={menu.map((button) => ({
              id: button.text,
              label: button.text,
              icon: iconOf(button),
              act: () => act(button.act),
            }))}
          />
        )}
      </span>
      {error !== undefined && (
        <Notice tone="amber" title={error.message}>
          {error.hint}
        </Notice>
      )}
      {asking?.kind === 'suspend' && <SuspendDialog of={asking.entry} onClose={() => setAsking(undefined)} />}
      {asking?.kind === 'restart' && <RestartDialog laptop={asking.laptop} onClose={() => setAsking(undefined)} />}
    </>
  )
}

/** What was on the laptop when it was put back: the set that was taken first, else the newest one of before. */
function setBefore(snapshots: readonly Snapshot[], laptop: string, at: string): Snapshot | undefined {
  const earlier = snapshots
    .filter((one) => one.laptop === laptop && one.at <= at)
    .toSorted((one, other) => (one.at < other.at ? 1 : -1))
  return earlier.find(({ reason }) => reason === 'before-rollback') ?? earlier[0]
}

const lookOf = ({ strong }: { readonly strong: boolean }) => (strong ? 'primary' : 'secondary')

interface FirstProps {
  readonly button: NonNullable<OverviewTitle['primary']>
  readonly busy: boolean
  readonly onPress: () => void
}

/** What only leads somewhere is a link. */
function First({ button, busy, onPress }: FirstProps) {
  const link = useRef<HTMLAnchorElement>(null)
  const press = useRef<HTMLButtonElement>(null)
  const hash = hashOf(button.act)
  const quiet = useRef<HTMLElement>(null)
  // What begins at once, and what is not what comes next, is pressed with the button itself.
  const isByEnter = button.strong && button.act.kind !== 'resume'
  usePrimaryKey(isByEnter ? (hash === undefined ? press : link) : quiet)
  if (hash !== undefined)
    return (
      <LinkButton ref={link} href={hash} look={lookOf(button)} size="large" className={styles['first']}>
        {button.text}
      </LinkButton>
    )
  return (
    <Button
      ref={press}
      look={lookOf(button)}
      size="large"
      className={styles['first']}
      disabled={busy}
      onClick={onPress}
    >
      {button.text}
    </Button>
  )
}

function hashOf(act: OverviewAct): string | undefined {
  if (act.kind === 'prepare') return switchToHash(act.to)
  return act.kind === 'show' ? wizardHash() : undefined
}

function iconOf({ act, text }: OverviewButton): LucideIcon {
  switch (act.kind) {
    case 'compare':
      return RefreshCw
    case 'cancel-undo':
      return X
    case 'show-before':
      return Camera
    default:
      return text.startsWith(texts.bringStart) ? ArrowLeft : ArrowRight
  }
}
