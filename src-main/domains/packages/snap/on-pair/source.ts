import type { ComparedOther } from '../../../../contract/packages-others.ts'
import { anyStep } from '../../../../switch/any-step.ts'
import {
  type ProgramSource,
  type Listed,
  type ListedSettings,
  byKey,
  onlySet,
} from '../../on-pair/programs/program-source.ts'
import { settingsSideBySide } from '../../on-pair/programs/settings-side-by-side.ts'
import { type SnapCapture, connectionName, type Snap } from '../model.ts'
import { captureSnaps } from '../verbs.ts'
import { checkAllSnaps } from './check-snaps.ts'
import { bothCaptures } from './probe-snaps.ts'
import { compareSnapApps } from './side-by-side.ts'
import { linkName } from './snap-settings.ts'
import { createSnapStep } from './snap-step.ts'

export const snapSource: ProgramSource = {
  key: 'snap',
  createStep: (info, { readLines }) => anyStep(createSnapStep(info, readLines)),
  createCheck: checkAllSnaps,
  compare: async (pair) => {
    const [here, there] = await Promise.all(bothCaptures(pair, {}))
    return { packages: compareSnapApps(here, there), others: compareSnapSettings(here, there) }
  },
  list: async (machine, options) => listedSnaps(await machine.call(captureSnaps, {}, options)),
}

/** Of one snap, which tells nothing where one laptop alone has it. */
const ofOneSnap = ['snap-channel', 'snap-hold', 'snap-disabled'] as const

const others = ['snap-connection', 'snap-alias'] as const

/** What is set for the snaps of both laptops as one list. Nothing where one of the two snapd does not answer. */
export function compareSnapSettings(here: SnapCapture, there: SnapCapture): ComparedOther[] {
  const [one, other] = [listedSnaps(here).settings, listedSnaps(there).settings]
  const [these, those] = [here, there].map(({ snaps }) => new Set(snaps.map(({ name }) => name)))
  const isOnBoth = ({ name }: ComparedOther) => these?.has(name) === true && those?.has(name) === true
  const list = (topic: (typeof ofOneSnap | typeof others)[number]) => {
    const [values, otherValues] = [one[topic], other[topic]]
    return values === undefined || otherValues === undefined ? [] : settingsSideBySide(topic, values, otherValues)
  }
  return [...ofOneSnap.flatMap((topic) => list(topic).filter(isOnBoth)), ...others.flatMap(list)]
}

/** What the list of a laptop in ~/system-state tells of snaps. A snapd that does not answer has not lost its snaps. */
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
