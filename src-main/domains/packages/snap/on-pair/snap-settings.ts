/** What is set for snaps that both laptops have: channels, which follow the source, and what is only told. */
import { otherKeys } from '../../../../contract/packages-key.ts'
import type { SettingTopic } from '../../../../contract/packages-others.ts'
import { onlyOnOne } from '../../told/on-pair/only-on-one.ts'
import type { Told } from '../../told/on-pair/told-step.ts'
import { connectionName, settingSchema, type SnapCapture, type SnapSetting } from '../model.ts'
import { captureSnaps } from '../verbs.ts'
import { settingTexts } from './texts.ts'

interface Captures {
  readonly from: SnapCapture
  readonly to: SnapCapture
}

export interface FollowedChannel {
  readonly name: string
  readonly channel: string
}

/** What snapd follows of a snap that it installs by its revision. */
const usualChannel = 'latest/stable'

/** Of the sender, and not so on the receiver. `ruled`: of snaps that a rule leaves as they are. */
export function compareChannels(
  names: ReadonlySet<string>,
  isRuled: (name: string) => boolean,
  { from, to }: Captures,
): { readonly open: readonly FollowedChannel[]; readonly ruled: readonly string[] } {
  const there = new Map(to.snaps.map((one) => [one.name, one]))
  const followed = (name: string) => (there.has(name) ? there.get(name)?.channel : usualChannel)
  const others = from.snaps.flatMap(({ name, channel }) =>
    !names.has(name) || channel === undefined || channel === followed(name) ? [] : [{ name, channel }],
  )
  return {
    open: others.filter(({ name }) => !isRuled(name)),
    ruled: others.map(({ name }) => name).filter(isRuled),
  }
}

/** Set by hand for `names`. */
function settingsOf({ snaps, connections, aliases }: SnapCapture, names: ReadonlySet<string>): readonly SnapSetting[] {
  const these = snaps.filter(({ name }) => names.has(name))
  return [
    ...these.filter(({ isHeld }) => isHeld).map(({ name }): SnapSetting => ({ what: 'hold', name, of: '' })),
    ...these.filter(({ isEnabled }) => !isEnabled).map(({ name }): SnapSetting => ({ what: 'disable', name, of: '' })),
    ...connections
      .filter(({ plugSnap }) => names.has(plugSnap))
      .map((one): SnapSetting => ({
        ...{ what: one.isConnected ? 'connect' : 'disconnect', name: connectionName(one) },
        of: `${one.slotSnap}:${one.slot}`,
      })),
    ...aliases
      .filter(({ snap }) => names.has(snap))
      .map(({ snap, app, alias }): SnapSetting => ({ what: 'alias', name: alias, of: `${snap}.${app}` })),
  ]
}

const topics: Readonly<Record<SnapSetting['what'], SettingTopic>> = {
  ...{ hold: 'snap-hold', disable: 'snap-disabled', connect: 'snap-connection', disconnect: 'snap-connection' },
  ...{ alias: 'snap-alias' },
}

/** By which a connection is listed: "firefox:camera :camera". */
export function linkName(plug: string, slot: string): string {
  return `${plug} ${slot}`
}

/** Holds, being off, connections and aliases: of snaps that both have. */
export const snapSettingsTold: Told<SnapSetting> = {
  key: 'snapSettings',
  schema: settingSchema,
  compare: async (pair, options) => {
    const [from, to] = await Promise.all([
      pair.from.call(captureSnaps, {}, options),
      pair.to.call(captureSnaps, {}, options),
    ])
    const here = new Set(from.snaps.map(({ name }) => name))
    const names = new Set(to.snaps.map(({ name }) => name).filter((name) => here.has(name)))
    return onlyOnOne(settingsOf(from, names), settingsOf(to, names), settingTexts.shown)
  },
  shown: settingTexts.shown,
  changeOf: (one) => {
    const { what, name, of } = one
    const listed = topics[what] === 'snap-connection' ? linkName(name, of) : name
    return {
      ...{ name: settingTexts.shown(one), kind: 'snap', detail: settingTexts.detail(one) },
      listedAs: otherKeys.setting(topics[what], listed),
    }
  },
  texts: settingTexts,
}
