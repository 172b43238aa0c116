/** The way into a laptop that does not need the link: the namespaces of its first process. */
import { readFile, readlink } from 'node:fs/promises'
import { person } from './layout.ts'
import { joinedCgroups } from './cgroup.ts'
import type { Argv } from './run.ts'

/**
 * The argv that runs a command inside a laptop as root or as the person, with the environment of somebody who
 * signed in. A constant shell script first moves the process into the laptop's cgroup, so that it ends with the
 * laptop; `--pdeathsig`, once on each side of the border, ends it when the caller is gone.
 */
export async function insideArgv(leader: number, user: string, argv: Argv): Promise<Argv> {
  const joins = await joinedCgroups(leader)
  return [
    'sh',
    '-c',
    'while [ "$1" != -- ]; do echo $$ >"$1"; shift; done; shift; exec "$@"',
    'sh',
    ...joins,
    '--',
    'setpriv',
    '--pdeathsig',
    'KILL',
    'nsenter',
    `--target=${leader}`,
    '--mount',
    '--uts',
    '--ipc',
    '--net',
    '--pid',
    '--cgroup',
    '--',
    'env',
    '--ignore-environment',
    ...loginEnvironment(user),
    ...terminal(),
    '/bin/sh',
    '-c',
    becomeUser,
    'sh',
    user,
    ...argv,
  ]
}

/** Constant: from the home folder, as the user with all of its groups, ended when the caller is gone. */
const becomeUser =
  'cd "$HOME" 2>/dev/null || cd /; user=$1; shift; ' +
  'exec setpriv --reuid="$user" --regid="$(id -g -- "$user")" --init-groups --pdeathsig=KILL -- "$@"'

function loginEnvironment(user: string): string[] {
  const home = user === 'root' ? '/root' : `/home/${user}`
  const session =
    user === person ? ['XDG_RUNTIME_DIR=/run/user/1000', 'DBUS_SESSION_BUS_ADDRESS=unix:path=/run/user/1000/bus'] : []
  return [
    `HOME=${home}`,
    `USER=${user}`,
    `LOGNAME=${user}`,
    'SHELL=/bin/bash',
    'LANG=C.UTF-8',
    'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    ...session,
  ]
}

function terminal(): string[] {
  return process.env.TERM === undefined ? [] : [`TERM=${process.env.TERM}`]
}

/**
 * Finds the laptop's first process: the child of nspawn that is number 1 in its own process namespace. It gets a network of its own
 * after that: whoever joined it before would be beside the laptop for as long as they run.
 */
export async function findLeader(nspawnPid: number): Promise<number | undefined> {
  const outside = await networkOf(nspawnPid)
  const children = await readFile(`/proc/${nspawnPid}/task/${nspawnPid}/children`, 'utf8').catch(() => '')
  for (const child of children.split(' ').filter((word) => word !== '')) {
    const status = await readFile(`/proc/${child}/status`, 'utf8').catch(() => '')
    const numbers = /^NSpid:\s*(.*)$/m.exec(status)?.[1]?.split(/\s+/) ?? []
    if (numbers.length < 2 || numbers.at(-1) !== '1') continue
    const inside = await networkOf(Number(child))
    if (inside !== undefined && inside !== outside) return Number(child)
  }
  return undefined
}

/** Names its namespace, "net:[4026532248]"; undefined when it has ended. */
async function networkOf(pid: number): Promise<string | undefined> {
  return readlink(`/proc/${pid}/ns/net`).catch(() => undefined)
}
