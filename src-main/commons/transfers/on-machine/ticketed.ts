/** The two ends of one ticketed transfer: the receiver's permission for one folder, and the sender's push with it. */
import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import type { BytePath } from '../../../kernel/byte-path.ts'
import type { HostContext } from '../../../machine/machine.ts'
import { writeFlushed } from '../../../tools/files/durable-file.ts'
import {
  pushWithRsync,
  receiverArgv,
  receiverConfig,
  type PushResult,
  type RsyncManner,
} from '../../../tools/rsync/rsync.ts'
import { sshConfig } from '../../../tools/ssh/ssh.ts'
import { readPeerAddress } from './peer-address.ts'
import { issueTicket } from './tickets.ts'

/** Enough time for the answer to reach the sender and for its connection. */
const ticketLifeSeconds = 30
const transferFileLifeMs = 600_000
/** Ignores its arguments and connects with the configuration that the environment names. */
const transferShell = '/usr/lib/pc-switcher/transfer-shell'

/** For one transfer into `folder` with exactly these options. root writes in a chroot. */
export async function giveTicket(
  host: Pick<HostContext, 'runFolder' | 'bootId'>,
  folder: string,
  manner: RsyncManner,
): Promise<{ readonly id: string; readonly secret: string }> {
  const config = await newTransferFile(host, 'rsyncd.conf')
  writeFlushed(config, receiverConfig(folder, manner))
  return issueTicket(host.runFolder, {
    argv: receiverArgv(config),
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
    writeFlushed(config, sshConfig(await wayToPeer(host, ticket)))
    const shellEnv = { PC_SWITCHER_SSH_CONFIG: config }
    return await pushWithRsync({ folder, paths, manner, shell: transferShell, shellEnv }, onBytes, { signal })
  } finally {
    await rm(config, { force: true })
  }
}

async function wayToPeer(host: HostContext, ticket: string) {
  const { address, port } = await readPeerAddress(host.appFolder)
  return {
    address,
    port,
    account: 'pc-switcher',
    keyFile: path.join(host.appFolder, 'id_ed25519'),
    knownHostsFile: path.join(host.appFolder, 'known_hosts'),
    command: `ticket ${ticket}`,
  }
}

async function newTransferFile({ runFolder }: Pick<HostContext, 'runFolder'>, ending: string): Promise<string> {
  const folder = path.join(runFolder, 'transfers')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await sweepOld(folder)
  return path.join(folder, `${randomUUID()}.${ending}`)
}

/** ssh and rsync read theirs at the start, so these were left by a process that was killed. */
async function sweepOld(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const file = path.join(folder, name)
    const modified = (await stat(file).catch(() => undefined))?.mtimeMs ?? Number.POSITIVE_INFINITY
    if (Date.now() - modified > transferFileLifeMs) await rm(file, { force: true })
  }
}
