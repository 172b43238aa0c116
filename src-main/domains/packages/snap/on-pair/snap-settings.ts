/** What is set by hand for snaps, beside which are there. Pure. */
import { z } from 'zod'
import { connectionName, keyOfConnection, type Alias, type Connection, type SnapCapture } from '../model.ts'

export interface SnapSettings {
  readonly follow: readonly { readonly name: string; readonly channel: string }[]
  readonly hold: readonly string[]
  readonly disable: readonly string[]
  readonly connections: readonly Connection[]
  readonly aliases: readonly Alias[]
}

/** other-alias: the laptop that is left has it for another app. */
export const settingThereSchema = z.object({
  what: z.enum(['hold', 'disable', 'connect', 'disconnect', 'alias', 'other-alias']),
  /** Of the snap, the plug ("firefox:camera") or the alias. */
  name: z.string(),
  /** The slot, or the app; may be empty. */
  of: z.string(),
})
export type SettingThere = z.infer<typeof settingThereSchema>

interface Captures {
  readonly from: SnapCapture
  readonly to: SnapCapture
}

interface ComparedSettings {
  readonly open: SnapSettings
  readonly there: readonly SettingThere[]
  /** What is otherwise of snaps that a rule leaves as they are, by how it is called. */
  readonly ruled: readonly string[]
}

/** What was set by hand for `names`, and is not the same on both. */
export function compareSettings(
  names: ReadonlySet<string>,
  isRuled: (name: string) => boolean,
  { from, to }: Captures,
): ComparedSettings {
  const of = (some: readonly string[]) => {
    const these = new Set(some)
    return { open: settingsFor(these, from, to), there: settingsThere(these, from, to) }
  }
  const ruled = of([...names].filter(isRuled))
  return {
    ...of([...names].filter((name) => !isRuled(name))),
    ruled: [...new Set([...namesOf(ruled.open), ...ruled.there.map(({ name }) => name)])],
  }
}

/** What snapd follows of a snap that it installs by its revision. */
const usualChannel = 'latest/stable'

/** Of the sender, and not so on the receiver. */
function settingsFor(names: ReadonlySet<string>, from: SnapCapture, to: SnapCapture): SnapSettings {
  const there = new Map(to.snaps.map((one) => [one.name, one]))
  const connected = new Set(to.connections.map(keyOfConnection))
  const known = new Set([...names, ...there.keys(), ''])
  const followed = (name: string) => (there.has(name) ? there.get(name)?.channel : usualChannel)
  const wanted = from.snaps.filter(({ name }) => names.has(name))
  return {
    follow: wanted.flatMap(({ name, channel }) =>
      channel === undefined || channel === followed(name) ? [] : [{ name, channel }],
    ),
    hold: wanted.filter((one) => one.isHeld && there.get(one.name)?.isHeld !== true).map(({ name }) => name),
    disable: wanted.filter((one) => !one.isEnabled && there.get(one.name)?.isEnabled !== false).map(({ name }) => name),
    connections: from.connections.filter(
      (one) => names.has(one.plugSnap) && known.has(one.slotSnap) && !connected.has(keyOfConnection(one)),
    ),
    // snapd gives an alias to one app at a time.
    aliases: from.aliases.filter(
      ({ snap, alias }) => names.has(snap) && !to.aliases.some((other) => other.alias === alias),
    ),
  }
}

/**
 * Of the receiver alone: it stays. A channel is not among it: both follow one, but for what was installed of a file, which is of
 * another revision.
 */
function settingsThere(names: ReadonlySet<string>, from: SnapCapture, to: SnapCapture): readonly SettingThere[] {
  const here = new Map(from.snaps.map((one) => [one.name, one]))
  const both = to.snaps.filter(({ name }) => names.has(name) && here.has(name))
  const linkedHere = new Set(from.connections.map(linkOf))
  const connections = to.connections.filter((one) => names.has(one.plugSnap) && !linkedHere.has(linkOf(one)))
  const bare = (what: 'hold' | 'disable') => (one: SnapCapture['snaps'][number]) => ({ what, name: one.name, of: '' })
  return [
    ...both.filter((one) => one.isHeld && here.get(one.name)?.isHeld === false).map(bare('hold')),
    ...both.filter((one) => !one.isEnabled && here.get(one.name)?.isEnabled === true).map(bare('disable')),
    ...connections.map((one) => ({
      ...{ what: one.isConnected ? ('connect' as const) : ('disconnect' as const), name: connectionName(one) },
      of: slotName(one),
    })),
    ...aliasesThere(names, from, to),
  ]
}

function aliasesThere(names: ReadonlySet<string>, from: SnapCapture, to: SnapCapture): readonly SettingThere[] {
  const here = new Map(from.aliases.map((one) => [one.alias, one]))
  return to.aliases.flatMap((one) => {
    const other = here.get(one.alias)
    const isMeant = names.has(one.snap) || (other !== undefined && names.has(other.snap))
    if (!isMeant || (other !== undefined && appOf(other) === appOf(one))) return []
    return [{ what: other === undefined ? 'alias' : 'other-alias', name: one.alias, of: appOf(one) }]
  })
}

function appOf({ snap, app }: Alias): string {
  return `${snap}.${app}`
}

/** Connected or not. */
function linkOf({ plugSnap, plug, slotSnap, slot }: Connection): string {
  return [plugSnap, plug, slotSnap, slot].join(' ')
}

/** As it is shown: "camera" of the system, "mail:contacts" of another snap. */
export function slotName({ slotSnap, slot }: Connection): string {
  return slotSnap === '' ? slot : `${slotSnap}:${slot}`
}

/** By which a connection is listed: "firefox:camera :camera". */
export function linkName(plug: string, slot: string): string {
  return `${plug} ${slot.includes(':') ? slot : `:${slot}`}`
}

/** What of `now` the plan was to set, and what it had not, each once and by what a failure of it is called. */
export function sortOpen(plan: SnapSettings, now: SnapSettings) {
  const planned = new Set(keyed(plan).map(keyOf))
  const of = (isMeant: (one: Keyed) => boolean) => [
    ...new Set(
      keyed(now)
        .filter(isMeant)
        .map(([, name]) => name),
    ),
  ]
  return {
    planned: of((one) => planned.has(keyOf(one))),
    unplanned: of((one) => !planned.has(keyOf(one))),
  }
}

/** Each once, whatever is set of it. */
export function namesOf(settings: SnapSettings): readonly string[] {
  return [...new Set(keyed(settings).map(([, name]) => name))]
}

type Keyed = readonly [kind: keyof SnapSettings, name: string]

function keyOf([kind, name]: Keyed): string {
  return `${kind} ${name}`
}

function keyed({ follow, hold, disable, connections, aliases }: SnapSettings): readonly Keyed[] {
  return [
    ...follow.map(({ name }) => ['follow', name] as const),
    ...hold.map((name) => ['hold', name] as const),
    ...disable.map((name) => ['disable', name] as const),
    ...connections.map((one) => ['connections', connectionName(one)] as const),
    ...aliases.map(({ alias }) => ['aliases', alias] as const),
  ]
}
