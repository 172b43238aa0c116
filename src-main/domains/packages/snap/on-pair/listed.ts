/** What the list of a laptop in ~/system-state tells of snaps. */
import { byKey, onlySet } from '../../on-pair/programs/listed-apps.ts'
import type { Listed, ListedSettings } from '../../on-pair/programs/program-source.ts'
import { connectionName, type Snap, type SnapCapture } from '../model.ts'
import { linkName } from './snap-settings.ts'

/** A snapd that does not answer has not lost its snaps. */
export function listedSnaps(capture: SnapCapture): Listed {
  if (capture.snapd === 'silent') return { apps: {}, settings: {} }
  return { apps: { snap: versionsOf(capture.snaps) }, settings: settingsOf(capture) }
}

function versionsOf(snaps: readonly Snap[]) {
  return byKey(snaps.map(({ name, version, revision, kind }) => [name, { version, revision, manual: kind === 'app' }]))
}

function settingsOf({ snaps, connections, aliases }: SnapCapture): ListedSettings {
  return {
    'snap-channel': byKey(snaps.flatMap(({ name, channel }) => (channel === undefined ? [] : [[name, channel]]))),
    'snap-hold': byKey(snaps.filter(({ isHeld }) => isHeld).map(({ name }) => onlySet(name))),
    'snap-disabled': byKey(snaps.filter(({ isEnabled }) => !isEnabled).map(({ name }) => onlySet(name))),
    'snap-connection': byKey(
      connections.map((one) => [
        linkName(connectionName(one), `${one.slotSnap}:${one.slot}`),
        one.isConnected ? 'connected' : 'disconnected',
      ]),
    ),
    'snap-alias': byKey(aliases.map(({ snap, app, alias }) => [alias, `${snap}.${app}`])),
  }
}
