/**
 * The network between the two laptops: a bridge in a network namespace of its own. Nothing on it leads anywhere
 * else, the firewall of this machine (Docker's, for one) does not reach into it, and it is gone with the process
 * that holds it.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { Pair } from './layout.ts'
import { PracticeError } from './practice-error.ts'
import { attempt, run, type Argv } from './run.ts'

export interface Link {
  /** Path of the namespace, for `nsenter --net=`. */
  readonly namespace: string
  readonly holder: ChildProcess
}

export async function makeLink(pair: Pair): Promise<Link> {
  const holder = spawn('setpriv', ['--pdeathsig', 'KILL', 'unshare', '--net', 'sleep', 'infinity'], { stdio: 'ignore' })
  await Promise.race([once(holder, 'spawn'), once(holder, 'error')])
  if (holder.pid === undefined) throw new PracticeError('Could not make a network namespace: setpriv did not start.')
  const link: Link = { namespace: `/proc/${holder.pid}/ns/net`, holder }
  await waitForOwnNamespace(link)
  await inLink(link, 'make the bridge between the laptops', [
    'ip',
    'link',
    'add',
    pair.bridge,
    'type',
    'bridge',
    'stp_state',
    '0',
    'forward_delay',
    '0',
  ])
  await inLink(link, 'switch the bridge on', ['ip', 'link', 'set', pair.bridge, 'up'])
  return link
}

async function waitForOwnNamespace(link: Link): Promise<void> {
  const { readlink } = await import('node:fs/promises')
  const own = await readlink('/proc/self/ns/net')
  for (let tries = 0; tries < 3000; tries++) {
    const theirs = await readlink(link.namespace).catch(() => own)
    if (theirs !== own) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new PracticeError('Could not make a network namespace: does this kernel have CONFIG_NET_NS?')
}

/** Name that systemd-nspawn gives to the near end of a laptop's cable. */
function cable(machine: string): string {
  return `vb-${machine}`
}

export async function setCable(link: Link, machine: string, state: 'up' | 'down'): Promise<void> {
  await inLink(link, `set the cable of ${machine} ${state}`, ['ip', 'link', 'set', cable(machine), state])
}

/**
 * The kernel takes a network namespace apart some time after its last process: until then a laptop that was on a moment
 * ago still has a cable, and the same name cannot be given again ("File exists").
 */
export async function removeCable(link: Link, machine: string): Promise<void> {
  await attempt(['nsenter', `--net=${link.namespace}`, '--', 'ip', 'link', 'delete', cable(machine)])
}

async function inLink(link: Link, purpose: string, argv: Argv): Promise<void> {
  await run(purpose, ['nsenter', `--net=${link.namespace}`, '--', ...argv])
}

export async function removeLink(link: Link): Promise<void> {
  if (link.holder.exitCode !== null || link.holder.signalCode !== null) return
  const ended = once(link.holder, 'exit')
  link.holder.kill('SIGKILL')
  await ended
}
