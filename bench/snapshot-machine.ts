/**
 * A root file system of its own on a new btrfs, in which the product's agent, snapper and btrbk all find the same large
 * home: /etc and /home in one subvolume, programs from this machine. All of it is mounted in a namespace that ends with
 * this process. Nothing of this machine is changed, and nothing here may ever be removed recursively: /usr is in it.
 */
import {
  cpSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  lstatSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { run, type Argv } from '../practice/run.ts'

export interface SnapshotMachine {
  /** Its root, seen from outside. */
  readonly root: string
  readonly home: string
  /** What starts a program inside. */
  readonly inside: (...argv: Argv) => Argv
  /** Runs one to its end and gives what it says. */
  readonly do: (...argv: Argv) => Promise<string>
  /** Puts a subvolume that was made in the root beside it and mounts it in its place, as many people have it. */
  readonly moveOut: (name: string) => Promise<void>
}

const subvolumes = { system: '@', state: '@pc-switcher' }
const fromThisMachine = ['usr', 'dev', 'sys']
const linked = ['bin', 'sbin', 'lib', 'lib64']

export async function makeSnapshotMachine(folder: string, agent: string): Promise<SnapshotMachine> {
  const [disk, top, root] = ['disk', 'top', 'root'].map((name) => path.join(folder, name))
  if (disk === undefined || top === undefined || root === undefined) throw new Error('three names')
  writeFileSync(disk, '')
  truncateSync(disk, 20 * 2 ** 30)
  await run('make a file system', ['mkfs.btrfs', '--quiet', disk])
  for (const place of [top, root]) mkdirSync(place)
  await run('mount it', ['mount', '-o', 'loop', disk, top])
  for (const name of Object.values(subvolumes))
    await run('make a subvolume', ['btrfs', '-q', 'subvolume', 'create', path.join(top, name)])
  const { stdout } = await run('find its device', ['findmnt', '--noheadings', '--output', 'SOURCE', top])
  const mount = (subvolume: string, at: string) =>
    run('mount a subvolume', ['mount', '-o', `subvol=${subvolume}`, stdout.trim().replace(/\[.*/, ''), at])
  await mount(subvolumes.system, root)
  await furnish(root, agent)
  await mount(subvolumes.state, path.join(root, 'var/lib/pc-switcher'))
  await run('show the whole file system inside', ['mount', '--bind', top, path.join(root, 'mnt')])
  const inside = (...argv: Argv): Argv => ['chroot', root, ...argv]
  return {
    root,
    home: path.join(root, 'home/alice'),
    inside,
    do: async (...argv) => (await run(argv.join(' '), inside(...argv))).stdout,
    async moveOut(name) {
      await run('move a subvolume', ['mv', path.join(top, subvolumes.system, name), path.join(top, `@${name}`)])
      mkdirSync(path.join(root, name))
      await mount(`@${name}`, path.join(root, name))
    },
  }
}

async function furnish(root: string, agent: string): Promise<void> {
  cpSync('/etc', path.join(root, 'etc'), { recursive: true, verbatimSymlinks: true })
  for (const name of linked) {
    if (lstatSync(`/${name}`, { throwIfNoEntry: false })?.isSymbolicLink() === true)
      symlinkSync(readlinkSync(`/${name}`), path.join(root, name))
  }
  const folders = [...fromThisMachine, 'proc', 'home/alice', 'tmp', 'run', 'mnt', 'opt', 'root', 'var/log', 'var/cache']
  for (const name of [...folders, 'var/lib/pc-switcher']) mkdirSync(path.join(root, name), { recursive: true })
  for (const name of fromThisMachine)
    await run(`show /${name} inside`, ['mount', '--rbind', `/${name}`, path.join(root, name)])
  await run('protect /usr', ['mount', '-o', 'remount,bind,ro', path.join(root, 'usr')])
  await run('make /proc inside', ['mount', '-t', 'proc', 'proc', path.join(root, 'proc')])
  await run('make /run inside', ['mount', '-t', 'tmpfs', 'tmpfs', path.join(root, 'run')])
  copyFileSync(process.execPath, path.join(root, 'opt/node'))
  copyFileSync(agent, path.join(root, 'opt/agent.cjs'))
  const passwd = path.join(root, 'etc/passwd')
  writeFileSync(
    passwd,
    `${readFileSync(passwd, 'utf8').replace(/^alice:.*\n/m, '')}alice:x:1000:1000::/home/alice:/bin/sh\n`,
  )
  mkdirSync(path.join(root, 'etc/pc-switcher'), { recursive: true })
  const config = { version: 1, person: 'alice', peer: 'other' }
  writeFileSync(path.join(root, 'etc/pc-switcher/machine.json'), JSON.stringify(config))
}
