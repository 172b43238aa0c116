/** What a plan says about owners whose files cannot be sent. */
import { assertNever } from '../../../../kernel/assert-never.ts'
import type { OwnerThere } from '../texts.ts'
import { formatCount } from '../../../../kernel/units.ts'

interface Labels {
  readonly from: { readonly label: string }
  readonly to: { readonly label: string }
}
interface Account {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

export function accountsDiffer(here: Account, there: Account, { from, to }: Labels) {
  const text = ({ name, uid, gid }: Account) => `${name} (user ${uid}, group ${gid})`
  const said = `You are ${text(here)} on ${from.label}, and ${text(there)} on ${to.label}.`
  const commands = [...renaming(here, there), ...renumbering(here, there)].join('; ')
  return {
    title: 'Your account differs between the laptops',
    text: `${said} Log out of ${to.label}, log in there as root on a text console (Ctrl+Alt+F3), and run "${commands}". Then plan again.`,
  }
}

function renaming(here: Account, there: Account): readonly string[] {
  return here.name === there.name ? [] : [`usermod -l ${here.name} -d /home/${here.name} -m ${there.name}`]
}

/** usermod changes the owner of files in the home folder alone, groupmod of none. */
function renumbering(here: Account, there: Account): readonly string[] {
  return [
    ...(here.gid === there.gid
      ? []
      : [
          `groupmod -g ${here.gid} $(id -gn ${here.name})`,
          `find /home -gid ${there.gid} -exec chgrp -h ${here.gid} {} +`,
        ]),
    ...(here.uid === there.uid
      ? []
      : [`usermod -u ${here.uid} ${here.name}`, `find /home -uid ${there.uid} -exec chown -h ${here.uid} {} +`]),
  ]
}

export type OwnerKind = 'user' | 'group'
export interface Owner {
  readonly kind: OwnerKind
  readonly name: string
  /** On the source. */
  readonly number: number
  /** The account of the other laptop that has this number there: as long as it does, no other one can get it. */
  readonly takenBy: string | undefined
}
export interface OtherNumber extends Owner {
  /** On the target. */
  readonly there: number
}

export function accountsMissing(owners: readonly Owner[], { from, to }: Labels) {
  const names = owners.map(({ kind, name }) => `${kind} ${name}`).join(', ')
  const commands = groupsFirst(owners).flatMap(makingCommands)
  const making = commands.length === 0 ? '' : ` ("${commands.join('; ')}")`
  return {
    title: `${to.label} lacks accounts that own files in /home`,
    text: `${names}: create ${owners.length === 1 ? 'it' : 'them'} on ${to.label}${making}, or change the owner of these files on ${from.label}. ${takenNumbers(owners, to.label)}Then plan again. Until then, another user could own the files there.`,
  }
}

export function numbersDiffer(owners: readonly OtherNumber[], { from, to }: Labels) {
  const names = owners.map(({ kind, name, number, there }) => `${kind} ${name} (${number} and ${there})`).join(', ')
  const commands = groupsFirst(owners).flatMap(numberingCommands)
  const numbering =
    commands.length === 0 ? '' : `While they are logged out, run "${commands.join('; ')}" on ${to.label}. `
  return {
    title: 'Owners of files in /home have different numbers',
    text: `On ${from.label} and ${to.label}: ${names}. ${numbering}${takenNumbers(owners, to.label)}Then plan again. Until then, another user could own the files.`,
  }
}

/** Of these there is no command yet: it would fail. */
function takenNumbers(owners: readonly Owner[], label: string): string {
  const taken = owners.flatMap(({ kind, name, number, takenBy }) =>
    takenBy === undefined
      ? []
      : [`${kind} ${number} is ${takenBy} on ${label}, so give ${takenBy} another number before ${name} gets it. `],
  )
  return taken.join('')
}

function makingCommands({ kind, name, number, takenBy }: Owner): readonly string[] {
  if (takenBy !== undefined) return []
  return [kind === 'group' ? `sudo groupadd --gid ${number} ${name}` : `sudo useradd --uid ${number} ${name}`]
}

/** usermod changes the owner of files in the home folder, groupmod of none. */
function numberingCommands({ kind, name, number, there, takenBy }: OtherNumber): readonly string[] {
  if (takenBy !== undefined) return []
  return kind === 'group'
    ? [`sudo groupmod -g ${number} ${name}`, `sudo find /home -gid ${there} -exec chgrp -h ${number} {} +`]
    : [`sudo usermod -u ${number} ${name}`, `sudo find /home -uid ${there} -exec chown -h ${number} {} +`]
}

function groupsFirst<T extends Owner>(owners: readonly T[]): readonly T[] {
  return [...owners.filter(({ kind }) => kind === 'group'), ...owners.filter(({ kind }) => kind === 'user')]
}

/** Since the plan, which leaves such places out. */
export function ownedSince(owned: readonly { readonly place: string }[], { from, to }: Labels) {
  const places = owned.map(({ place }) => place).join(', ')
  return {
    title: `Files in /home on ${from.label} now belong to accounts that are others on ${to.label}`,
    text: `${places}. Plan again: they are left out then, and everything else is copied.`,
  }
}

interface Stranger {
  readonly kind: OwnerKind
  readonly number: string
  /** On the target. */
  readonly name: string
}
export function strangersOwn(strangers: readonly Stranger[], { from, to }: Labels) {
  const names = strangers.map(({ kind, number, name }) => `${kind} ${number} is ${name} there`).join(', ')
  const lists = strangers.map(({ kind, number }) => `sudo find /home ${kind === 'user' ? '-uid' : '-gid'} ${number}`)
  return {
    title: `Files in /home on ${from.label} have owners without an account`,
    text: `On ${to.label} they would belong to somebody: ${names}. Change their owners on ${from.label} with chown, then plan again. "${lists.join('; ')}" lists them.`,
  }
}

export interface SubIdOwner {
  readonly kind: OwnerKind
  readonly number: string
  /** In whose range it is on each laptop; undefined in nobody's. */
  readonly from: string | undefined
  readonly to: string | undefined
}

interface SubIdRange {
  readonly start: number
  readonly count: number
}

/** What an account's ranges are to become on the target. */
export interface SubIdMove {
  readonly account: string
  readonly kind: OwnerKind
  readonly remove: readonly SubIdRange[]
  readonly add: readonly SubIdRange[]
}

interface SubIdsDiffer {
  readonly owners: readonly SubIdOwner[]
  readonly moves: readonly SubIdMove[]
}

const ownersNamed = 5

export function subIdsDiffer({ owners, moves }: SubIdsDiffer, { from, to }: Labels) {
  const whose = (account: string | undefined): string => (account === undefined ? "nobody's" : `${account}'s`)
  const names = owners.map((one) =>
    one.from === one.to
      ? `${one.kind} ${one.number} of ${whose(one.from)} containers is another one on ${to.label}`
      : `${one.kind} ${one.number} is ${whose(one.from)} on ${from.label} and ${whose(one.to)} on ${to.label}`,
  )
  const accounts = [...new Set(moves.map(({ account }) => account))]
  return {
    title: 'Owners in containers differ between the laptops',
    text: `Files in /home belong to numbers that accounts give to their containers: ${shortList(names.slice(0, ownersNamed), names.length)}. Run "${movingCommands(moves).join('; ')}" on ${to.label}, then plan again. Where podman is used there, run "podman system migrate" afterwards, as ${accounts.join(' and as ')}. Containers that are on ${to.label} already keep the old numbers, so save what you need of them first (podman save, podman volume export).`,
  }
}

/** usermod has options for it, but refuses while the account is in use (shadow 4.17). */
function movingCommands(moves: readonly SubIdMove[]): readonly string[] {
  const of = (kind: OwnerKind, files: string): readonly string[] => {
    const moving = moves.filter((one) => one.kind === kind)
    const gone = moving.flatMap(({ account, remove }) => (remove.length === 0 ? [] : [account]))
    const lines = moving.flatMap(({ account, add }) => add.map(({ start, count }) => `${account}:${start}:${count}`))
    return [
      ...(gone.length === 0 ? [] : [`sudo sed -i -E '/^(${gone.join('|')}):/d' ${files}`]),
      ...(lines.length === 0 ? [] : [`printf '%s\\n' ${lines.join(' ')} | sudo tee -a ${files}`]),
    ]
  }
  const [users, groups, both] = [of('user', subuid), of('group', subgid), of('user', `${subuid} ${subgid}`)]
  const isSame = both.join() === of('group', `${subuid} ${subgid}`).join()
  return isSame ? both : [...users, ...groups]
}

const subuid = '/etc/subuid'
const subgid = '/etc/subgid'

export interface ListedAccount extends Owner {
  /** Of files and folders with such a list, and the first of them. */
  readonly count: number
  readonly examples: readonly string[]
  readonly there: OwnerThere
}

export function aclAccountsDiffer(accounts: readonly ListedAccount[], { from, to }: Labels) {
  const commands = groupsFirst(accounts).flatMap(commandsFor)
  const named = accounts.filter(({ there }) => there.kind !== 'stranger')
  const isRenumbered = accounts.some(({ there }) => there.kind === 'other')
  const run = isRenumbered ? 'While they are logged out, run' : 'Run'
  const numbering = commands.length === 0 ? '' : `${run} "${commands.join('; ')}" on ${to.label}, or take`
  // The default list of a folder may name the account, too; for a file, setfacl passes over that part.
  const removing = accounts.map(({ kind, name }) => `setfacl -x ${kind}:${name},d:${kind}:${name} FILE`).join('; ')
  return {
    title: `Access lists in /home name accounts that differ on ${to.label}`,
    text: `${accounts.map((one) => listedAccount(one, { from, to })).join(' ')} ${takenNumbers(named, to.label)}${numbering === '' ? 'Take' : numbering} them out of the lists on ${from.label} (${removing}). Then plan again. Until then, another user could use these files there.`,
  }
}

function listedAccount({ kind, name, number, count, examples, there }: ListedAccount, { from, to }: Labels): string {
  const files = shortList(examples, count)
  switch (there.kind) {
    case 'missing':
      return `${to.label} has no ${kind} ${name} (${number}): ${files}.`
    case 'other':
      return `${kind} ${name} is ${number} on ${from.label} and ${there.number} on ${to.label}: ${files}.`
    case 'stranger':
      return `${kind} ${number} is ${there.name} on ${to.label}: ${files}.`
    default:
      return assertNever(there)
  }
}

function commandsFor({ there, ...owner }: ListedAccount): readonly string[] {
  switch (there.kind) {
    case 'missing':
      return makingCommands(owner)
    case 'other':
      return numberingCommands({ ...owner, there: there.number })
    case 'stranger':
      return []
    default:
      return assertNever(there)
  }
}

interface Found {
  readonly label: string
  readonly count: number
  readonly examples: readonly string[]
}

/** "P17 has 2: ~/a, ~/b. XPS 13 has 1: ~/c." */
function whereFound(found: readonly Found[]): string {
  const of = ({ label, count, examples }: Found): string =>
    `${label} has ${formatCount(count)}: ${shortList(examples, count)}.`
  return found.map(of).join(' ')
}

/** "~/a, ~/b and 3 more" */
function shortList(examples: readonly string[], count: number): string {
  const more = count > examples.length ? ` and ${formatCount(count - examples.length)} more` : ''
  return `${examples.join(', ')}${more}`
}

/** What stays as it is because of what it is, on the laptops that have some. */
export const staying = {
  unreadable: (found: readonly Found[]) => ({
    title: 'Damaged files are not copied',
    text: `${whereFound(found)} The disk can't read them. They stay as they are on both laptops. Restore them from a snapshot or a backup, or delete them, and check the disk.`,
  }),
  sockets: (found: readonly Found[]) => ({
    title: 'Sockets are not copied',
    text: `${whereFound(found)} Programs make them when they start. A folder that holds one is not removed.`,
  }),
  stores: (found: readonly Found[]) => ({
    title: 'Container images and volumes are not copied',
    text: `${whereFound(found)} Copied as files they would not work, so they stay as they are on both laptops. To take one along, put it into your home folder as an archive: podman save and podman load for an image, podman volume export and import for a volume. Docker has save and load, too.`,
  }),
  devices: (found: readonly Found[]) => ({
    title: 'Device files are not copied',
    text: `${whereFound(found)} They belong to one laptop, or mark what a layer of containers deletes. A folder that holds one is not removed.`,
  }),
  mounts: (found: readonly Found[]) => ({
    title: 'What is mounted in the home folder is not copied',
    text: `${whereFound(found)} It is left alone on both laptops, and not looked into.`,
  }),
  deep: (found: readonly Found[]) => ({
    title: 'Paths that are too long are not copied',
    text: `${whereFound(found)} They stay where they are. To have them copied, give the folders around them shorter names.`,
  }),
  subvolumes: (found: readonly Found[]) => ({
    title: 'Snapshots stay on their laptop',
    text: `${whereFound(found)} They are neither copied nor compared, and left alone on both laptops. To have one copied, make a subvolume of its own of it: btrfs subvolume snapshot SNAPSHOT FOLDER.`,
  }),
  closed: (found: readonly Found[]) => ({
    title: 'Read-only subvolumes would stay as they are',
    text: `${whereFound(found)} The other laptop has something else there, and nothing can be written into them. To have it copied, make them writable first: sudo btrfs property set FOLDER ro false. One that was received needs -f, and can then not be built upon by further receiving.`,
  }),
  nocow: (found: readonly Found[]) => ({
    title: 'Copy-on-write is off on one laptop alone',
    text: `${whereFound(found)} How a disk stores what both laptops have is not copied. To have it the same, set it on both: chattr +C FOLDER.`,
  }),
  immutable: (found: readonly Found[]) => ({
    title: 'Protected files and folders would stay as they are',
    text: `${whereFound(found)} Not even root can change them or what is in them, so the switch would end with differences. Unprotect them first: sudo chattr -i -a FILE.`,
  }),
} as const
