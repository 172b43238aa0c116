/** Who uses a subvolume, in a person's terms. Units of pc-switcher that may be stopped for a moment are separate. */
import { distinct } from '../../../../kernel/distinct.ts'
import type { User } from '../../messages.ts'
import { doorAccount } from '../../../../kernel/door-account.ts'
import type { ProcessUser } from '../../../../tools/proc/process-users.ts'

export interface Users {
  /** All programs of a person are one user: "alice is logged in". */
  readonly users: readonly User[]
  /** To stop and start again: "pc-switcher-syncthing.service", "1000/pc-switcher.service", "user@1000.service". */
  readonly ours: readonly string[]
}

export interface UserNames {
  /** Of the account that pc-switcher works for on this laptop. */
  readonly person: { readonly name: string; readonly uid: number }
  readonly nameOf: (uid: number) => string
  /** Whether the request comes from the app there: then it is not stopped, and its person is using the laptop. */
  readonly isAskedHere: boolean
}

const appUnit = 'pc-switcher.service'
const ownUnits: readonly string[] = ['pc-switcher-syncthing.service']
/** Services that a person's service manager always has. They start again with the manager. */
const idleUnits: readonly string[] = ['init.scope', 'dbus.service', 'dbus-broker.service', appUnit, 'dbus.socket']

type Kind =
  | { readonly kind: 'own'; readonly unit: string }
  | { readonly kind: 'idle'; readonly uid: number; readonly unit: string }
  | { readonly kind: 'session' | 'personal'; readonly uid: number; readonly what: string }
  | { readonly kind: 'service' | 'guest'; readonly what: string }
  | { readonly kind: 'program'; readonly what: string; readonly pid: number }

export function groupUsers(processes: readonly ProcessUser[], names: UserNames): Users {
  const kinds = processes.map(classify)
  const users: User[] = []
  const ours = new Set<string>()
  for (const kind of kinds) {
    const told = tell(kind, kinds, names)
    if (typeof told === 'string') ours.add(told)
    else users.push(told)
  }
  return { users: distinct(users), ours: [...ours] }
}

function classify({ uid, name, pid, cgroup }: ProcessUser): Kind {
  const parts = cgroup.split('/').filter((part) => part !== '')
  const unit = parts.at(-1) ?? ''
  const owner = /^user-(\d+)\.slice$/.exec(parts.find((part) => /^user-\d+\.slice$/.test(part)) ?? '')?.[1]
  const ownerUid = owner === undefined ? uid : Number(owner)
  // Of the system's or of a person's libvirt.
  const guest = /^machine-(?:qemu|lxc)\\x2d\d+\\x2d(.+)\.scope$/.exec(unit)?.[1]
  if (guest !== undefined) return { kind: 'guest', what: unescapeUnit(guest) }
  if (parts.some((part) => /^session-.*\.scope$/.test(part))) return { kind: 'session', uid: ownerUid, what: name }
  if (parts.some((part) => /^user@\d+\.service$/.test(part))) {
    const own = parts.findLast((part) => /\.(service|scope|socket)$/.test(part) && !/^user@/.test(part)) ?? 'init.scope'
    return idleUnits.includes(own)
      ? { kind: 'idle', uid: ownerUid, unit: own }
      : { kind: 'personal', uid: ownerUid, what: own === 'init.scope' ? name : unescapeUnit(own) }
  }
  if (ownUnits.includes(unit)) return { kind: 'own', unit }
  if (unit.endsWith('.service')) return { kind: 'service', what: unescapeUnit(unit.replace(/\.service$/, '')) }
  return { kind: 'program', what: name, pid }
}

/** Our units are stopped for a moment. All others are reported. */
function tell(kind: Kind, all: readonly Kind[], { person, nameOf, isAskedHere }: UserNames): User | string {
  switch (kind.kind) {
    case 'own':
      return kind.unit
    case 'session':
      return { kind: 'person', name: nameOf(kind.uid) }
    case 'idle': {
      const isAtIt = all.some((other) => 'uid' in other && other.uid === kind.uid && other.kind !== 'idle')
      if (isAtIt || (isAskedHere && kind.uid === person.uid)) return { kind: 'person', name: nameOf(kind.uid) }
      const others = all.some((other) => other.kind === 'idle' && other.uid === kind.uid && other.unit !== appUnit)
      return others ? `user@${kind.uid}.service` : `${kind.uid}/${appUnit}`
    }
    case 'personal':
      return all.some((other) => other.kind === 'session' && other.uid === kind.uid)
        ? { kind: 'person', name: nameOf(kind.uid) }
        : { kind: 'personal', what: kind.what, name: nameOf(kind.uid) }
    case 'guest':
      return { kind: 'guest', what: kind.what }
    case 'service':
      return { kind: 'service', what: kind.what }
    case 'program':
      return { kind: 'program', what: kind.what, pid: kind.pid }
  }
}

/**
 * Without the work that the other laptop asks for: what lists or compares a subvolume has it open, and is over before
 * anything is rolled back. Then all are looked for again, and nothing goes on while one is there.
 */
export function withoutOtherLaptop(users: readonly User[]): readonly User[] {
  return users.filter((user) => user.kind !== 'person' || user.name !== doorAccount)
}

/** systemd.unit(5): "\x2d" is a hyphen. */
function unescapeUnit(name: string): string {
  return name.replace(/\\x([0-9a-f]{2})/g, (_match, code: string) => String.fromCharCode(parseInt(code, 16)))
}
