/** The two ends of one ticketed transfer: the receiver's permission for one folder, and the sender's push with it. */
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import type { BytePath } from '../../../kernel/byte-path.ts'
import { doorAccount } from '../../../kernel/door-account.ts'
import type { HostContext } from '../../../machine/machine.ts'
import { writeFlushed } from '../../../tools/files/durable-file.ts'
import { hasIdlePriority, idlePriority } from '../../../tools/idle-priority.ts'
import { identifyThisProcess, isAlive, nameOfProcess, processOfName } from '../../../tools/proc/process-identity.ts'
import {
  pushWithRsync,
  receiverArgv,
  receiverConfig,
  type PushResult,
  type RsyncManner,
} from '../../../tools/rsync/rsync.ts'
import { sshConfig } from '../../../tools/ssh/ssh.ts'
import { peerAlias } from '../known-hosts.ts'
import { readPeerAddress } from './peer-address.ts'
import { issueTicket } from './tickets.ts'

/** Enough time for the answer to reach the sender and for its connection. */
const ticketLifeSeconds = 30
/** Ignores its arguments and connects with the configuration that the environment names. */
const transferShell = '/usr/lib/pc-switcher/transfer-shell'

/** For one transfer into `folder` with exactly these options, at the priority of this agent. root writes in a chroot. */
export async function giveTicket(
  host: Pick<HostContext, 'runFolder' | 'bootId'>,
  folder: string,
  manner: RsyncManner,
): Promise<{ readonly id: string; readonly secret: string }> {
  const config = await newTransferFile(host, 'rsyncd.conf')
  writeFlushed(config, receiverConfig(folder, manner))
  return issueTicket(host.runFolder, {
    argv: hasIdlePriority() ? [...idlePriority, ...receiverArgv(config)] : receiverArgv(config),
    leftovers: [config],
    lifeSeconds: ticketLifeSeconds,
    bootId: host.bootId,
  })
}

export interface TicketedPush {
  readonly folder: string
  /** Exactly these, below the folder. */
  readonly paths: readonly BytePath[]
  /** As in the ticket. */
  readonly manner: RsyncManner
  readonly ticket: string
}

export async function pushWithTicket(
  host: HostContext,
  { folder, paths, manner, ticket }: TicketedPush,
  onBytes: (bytes: number) => void,
  signal: AbortSignal,
): Promise<PushResult> {
  const config = await newTransferFile(host, 'ssh')
  try {
    writeFlushed(config, sshConfig(wayToPeer(host, ticket)))
    const shellEnv = { PC_SWITCHER_SSH_CONFIG: config }
    return await pushWithRsync({ folder, paths, manner, shell: transferShell, shellEnv }, onBytes, { signal })
  } finally {
    await rm(config, { force: true })
  }
}

function wayToPeer(host: HostContext, ticket: string) {
  const { address, port } = readPeerAddress(host)
  return {
    address,
    port,
    account: doorAccount,
    keyFile: path.join(host.appFolder, 'id_ed25519'),
    knownHostsFile: path.join(host.appFolder, 'known_hosts'),
    hostKeyAlias: peerAlias,
    command: `ticket ${ticket}`,
  }
}

async function newTransferFile({ runFolder }: Pick<HostContext, 'runFolder'>, ending: string): Promise<string> {
  const folder = transfersFolder(runFolder)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  return path.join(folder, `${nameOfProcess(identifyThisProcess())}.${randomUUID()}.${ending}`)
}

/** Removes what agents that were killed left: ssh and rsync read theirs at the start. */
export async function sweepTransferFiles(runFolder: string): Promise<void> {
  const folder = transfersFolder(runFolder)
  for (const name of existsSync(folder) ? await readdir(folder) : []) {
    const owner = processOfName(name)
    if (owner === undefined || !isAlive(owner)) await rm(path.join(folder, name), { force: true })
  }
}

function transfersFolder(runFolder: string): string {
  return path.join(runFolder, 'transfers')
}
