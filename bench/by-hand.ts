/** The same work by bare commands, typed on the source: what the product is compared with. */
import { hosts, type Host } from '../practice/layout.ts'
import { on, type Laptops } from './laptops.ts'
import { cgroupOf, watchMemory, type Peak, type WhoCounts } from './memory.ts'
import { median, timed, type Milliseconds } from './measure.ts'
import { askingSyncthing, askSyncthing, withSyncthing } from './syncthing.ts'

const isRsync: WhoCounts = (words) => words.startsWith('rsync ')

/** root on one laptop may become root on the other, as someone who does this by hand sets it up. Gone with `reset`. */
const keyFile = '/root/.ssh/by-hand'
export const sshByHand = `ssh -F none -i ${keyFile} -o BatchMode=yes -o StrictHostKeyChecking=accept-new`

/** The words of a shell that run `command` on the other laptop. */
export function overSsh(to: Host, command: string): string {
  return `${sshByHand} ${to} '${command}'`
}

export async function letRootIn({ pair, from, to }: Laptops): Promise<void> {
  await on(pair, from, ['sh', '-c', `test -f ${keyFile} || ssh-keygen -q -t ed25519 -N '' -f ${keyFile}`])
  const { stdout } = await on(pair, from, ['cat', `${keyFile}.pub`])
  const append =
    'mkdir -p -m 0700 /root/.ssh && cat >> /root/.ssh/authorized_keys && chmod 0600 /root/.ssh/authorized_keys'
  await on(pair, to, ['sh', '-c', append], stdout)
}

export interface ByHand {
  /** One question to the other laptop over a new connection. */
  readonly ssh: Milliseconds
  /** What would rsync copy and delete in /home. */
  readonly rsync: Milliseconds
  /** Peak memory of its processes on both laptops together. */
  readonly rsyncMemory: Peak
  /** A read-only snapshot of /home, one on each laptop. */
  readonly snapshots: Milliseconds
  /** What would apt do, on both laptops. */
  readonly apt: Milliseconds
  /** Syncthing reads all of /home on both laptops. */
  readonly scan: Milliseconds
}

export async function measureByHand(laptops: Laptops, times: number): Promise<ByHand> {
  const { pair, from, to } = laptops
  const here = (command: string) => on(pair, from, ['sh', '-c', command])
  const there = (command: string) => here(overSsh(to, command))
  const both = (command: string) => async () => {
    await here(command)
    await there(command)
  }
  const snapshot =
    'btrfs -q subvolume snapshot -r /home /var/lib/pc-switcher/by-hand && btrfs -q subvolume delete /var/lib/pc-switcher/by-hand'
  await here(`${sshByHand} ${to} true`)
  const measure = (work: () => Promise<unknown>) => median(times, () => timed(work))
  const dryRun = `rsync -nai --delete -e "${sshByHand}" /home/ ${to}:/home/ > /dev/null`
  const memory = watchMemory(cgroupOf(pair), isRsync)
  const rsync = await measure(() => here(dryRun))
  const rsyncMemory = memory.stop()
  let scanMs: Milliseconds = Number.NaN
  await withHomeInSyncthing(laptops, async () => {
    scanMs = await measure(both(scan))
  })
  return {
    ssh: await measure(() => there('true')),
    rsync,
    rsyncMemory,
    snapshots: await measure(both(snapshot)),
    apt: await measure(both('apt-get -s -q dist-upgrade > /dev/null')),
    scan: scanMs,
  }
}

/** Writable copies of what the other laptop has, so that the same can be done by hand and by the product. */
const copies = '/var/lib/pc-switcher'
const copy = `${copies}/by-hand-home`
const placed = `${copies}/by-hand-placed`

export interface CopiedByHand {
  readonly copying: Milliseconds
  /** Of what has come, into another copy of the home. */
  readonly placing: Milliseconds
}

/**
 * The same as a whole switch of /home by rsync: everything that differs comes to a copy of the other laptop's home, what
 * is not here is deleted there. `contents` reads all that has the same size and time too, as a first switch does.
 */
export async function copyByHand({ pair, from, to }: Laptops, contents: boolean): Promise<CopiedByHand> {
  const here = (command: string) => on(pair, from, ['sh', '-c', command])
  const there = (command: string) => on(pair, to, ['sh', '-c', command])
  for (const each of [copy, placed]) await there(copyHome(each))
  try {
    const options = contents ? '-aHAX --checksum' : '-aHAX'
    const copying = await timed(() =>
      here(`rsync ${options} --numeric-ids --delete -e "${sshByHand}" /home/ ${to}:${copy}/ && sync`),
    )
    // What has come and gone, folders apart: they change with what is in them.
    const lists = `cd /root && rsync -naHAX --delete --out-format='%i %o %n' ${copy}/ ${placed}/ > differs`
    await there(`${lists} && ${namesAfter('[^ ]* send (?!.*\\/$)')} > came; ${namesAfter('.deleting *del[.] ')} > went`)
    return { copying, placing: await timed(() => there(placeAll)) }
  } finally {
    for (const each of [copy, placed]) await there(deleteCopy(each))
    // The kernel frees what is deleted for seconds afterwards, beside whatever is measured next.
    await there(`btrfs -q subvolume sync ${copies}`)
  }
}

/** A snapshot has an empty folder (inode 2) where a subvolume is nested, in which nothing can be made: a copy takes its place. */
const copyHome = (to: string): string =>
  `btrfs -q subvolume snapshot /home ${to} && cd ${to} && find . -xdev -inum 2 -type d -printf '%P\\0' |` +
  ` xargs -r -0 -I {} sh -c 'rmdir -- "$1" && btrfs -q subvolume snapshot "/home/$1" "$1"' - {}`

const deleteCopy = (of: string): string =>
  `find ${of} -depth -inum 256 -type d -print0 | xargs -r -0 -n 1 btrfs -q subvolume delete`

/** Names in rsync's list after what it did, ended by NUL; it writes bytes that are no letters as "\\#" and three digits. */
const namesAfter = (done: string): string =>
  `perl -ne 'chomp; next unless s/^${done}//; s/\\\\#([0-7]{3})/chr oct $1/ge; print "$_\\0"' differs`

/** Blocks are shared, as the product does it; at the end all is on the disk. */
const placeAll =
  `cd ${copy} && xargs -r -0 cp -a --reflink=auto --parents -t ${placed} -- < /root/came` +
  ` && cd ${placed} && xargs -r -0 rm -rf -- < /root/went && sync -f ${placed}`

/** Syncthing reads all of it. */
const scan = askingSyncthing('POST', '/rest/db/scan?folder=home')

/** With /home as the one folder of both Syncthings, which know nothing of each other. */
async function withHomeInSyncthing(laptops: Laptops, work: () => Promise<void>): Promise<void> {
  const home = { id: 'home', path: '/home', markerName: 'alice', rescanIntervalS: 0, fsWatcherEnabled: false }
  await withSyncthing(laptops, async () => {
    for (const host of hosts) {
      await askSyncthing({ pair: laptops.pair, host }, ['PUT', '/rest/config/folders/home'], home)
      // A new folder is read once by itself; what is measured comes after it.
      await on(laptops.pair, host, ['sh', '-c', scan])
    }
    await work()
  })
}
