import { existsSync } from 'node:fs'
import { systemClock } from '../../../../kernel/clock.ts'
import { rememberWhile } from '../../../../kernel/remember-while.ts'
import { answer, type Answer } from '../../../../machine/machine.ts'
import { settledStamp } from '../../../../tools/files/file-stamp.ts'
import { readRoomFor } from '../../../../tools/mounts/room.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import {
  isSnapdThere,
  listAliasesByHand,
  listConnectionsByHand,
  listSnaps,
  readSnapSystem,
  type ConnectionsByHand,
  type ListedConnection,
  type ListedSnap,
} from '../../../../tools/snapd/snapd-lists.ts'
import type { SnapdApi } from '../../../../tools/snapd/snapd-request.ts'
import { readFailures } from '../../on-machine/program-failures.ts'
import {
  aliasSchema,
  connectionSchema,
  snapSchema,
  type SnapConnection,
  type Snap,
  type SnapCapture,
} from '../model.ts'
import { captureSnaps } from '../verbs.ts'

export type Installed = Omit<SnapCapture, 'room' | 'failures'>

const nothing = { architecture: '', takesClassic: false, snaps: [], connections: [], aliases: [] }

const snapsFolder = '/var/lib/snapd/snaps'

/** It writes its state whenever it changes something. */
const stateFile = '/var/lib/snapd/state.json'

/** Asked again only when snapd changed something since. */
export function createCapture(api: SnapdApi): (options: RunOptions) => Promise<Installed> {
  return rememberWhile(
    () => (existsSync(stateFile) ? settledStamp([api.socketPath, stateFile], systemClock.nowMs()) : undefined),
    (options: RunOptions) => capture(api, options),
  )
}

export function answerCapture(captureHere: (options: RunOptions) => Promise<Installed>): Answer {
  return answer(captureSnaps, async (_input, { host, signal }) => {
    const installed = await captureHere({ signal }).catch((thrown: unknown): Installed => {
      if (signal.aborted) throw thrown
      // One program that does not answer keeps no switch from being planned: the proof says what is not known.
      host.logger.log('warn', 'snapd could not be asked', { error: String(thrown) })
      return { snapd: 'silent', ...nothing }
    })
    const room = await readRoomFor(snapsFolder, { signal })
    return { ...installed, room, failures: readFailures(host.stateFolder, 'snap') }
  })
}

async function capture(api: SnapdApi, options: RunOptions): Promise<Installed> {
  if (!isSnapdThere(api)) return { snapd: 'absent', ...nothing }
  const [system, snaps, connections, aliases] = await Promise.all([
    readSnapSystem(api, options),
    listSnaps(api, options),
    listConnectionsByHand(api, options),
    listAliasesByHand(api, options),
  ])
  return {
    ...{ snapd: 'there', ...system },
    snaps: snaps.flatMap((one) => describe(one)),
    connections: describeConnections(connections),
    aliases: aliases.filter((one) => aliasSchema.safeParse(one).success),
  }
}

/** What has a name or a revision of another form cannot be asked for on the other laptop. */
function describe(listed: ListedSnap): readonly Snap[] {
  const { name, type, title, version, revision, confinement, devmode, status, hold } = listed
  const isApp = type === 'app'
  const described = snapSchema.safeParse({
    ...{ name, version: version.slice(0, 200), revision, title: title.slice(0, 200) },
    ...(isApp ? { base: listed.base ?? 'core' } : {}),
    kind: isApp ? 'app' : type === 'gadget' || type === 'kernel' ? 'machine' : 'base',
    channel: listed['tracking-channel'] === '' ? undefined : listed['tracking-channel'],
    publisher: (listed.publisher?.['display-name'] ?? '').slice(0, 200),
    // One that asks for no confinement, and got it by hand, is installed without a question.
    confinement: devmode ? 'devmode' : confinement === 'classic' && !listed.jailmode ? 'classic' : 'strict',
    isFromStore: listed.id !== '' && !revision.startsWith('x') && !listed.trymode,
    isEnabled: status === 'active',
    isHeld: hold !== undefined && Date.parse(hold) > systemClock.nowMs(),
    installedBytes: listed['installed-size'],
  })
  return described.success ? [described.data] : []
}

function describeConnections({ made, undone }: ConnectionsByHand): SnapConnection[] {
  const describe = (all: readonly ListedConnection[], isConnected: boolean) =>
    all.flatMap(({ plug, slot }) => {
      const { data } = connectionSchema.safeParse({
        ...{ plugSnap: plug.snap, plug: plug.plug, slot: slot.slot, isConnected },
        slotSnap: isSystem(slot.snap) ? '' : slot.snap,
      })
      return data === undefined ? [] : [data]
    })
  return [...describe(made, true), ...describe(undone, false)]
}

/** Which of the two has the system's own slots is not the same on every machine. */
function isSystem(name: string): boolean {
  return name === 'snapd' || name === 'core' || name === 'system'
}
