import { randomUUID } from 'node:crypto'
import { lstat, mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { bufferFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import { answer, type Answer, type HostContext } from '../../../machine/machine.ts'
import { writeFlushed } from '../../../tools/durable-file.ts'
import { pushWithRsync, receiverArgv, receiverConfig } from '../../../tools/rsync.ts'
import { sshConfig } from '../../../tools/ssh.ts'
import { openTransfer, pushTransfer } from '../verbs.ts'
import { areaFacts } from './areas.ts'
import { readPeerAddress } from './peer-address.ts'
import { issueTicket } from './tickets.ts'

/** Time enough for the answer to reach the sender and its connection to come back. */
const ticketLifeSeconds = 30
/** Ignores its arguments and connects with the configuration that the environment names. */
const transferShell = '/usr/lib/pc-switcher/transfer-shell'

const answerOpenTransfer = answer(openTransfer, async ({ area, removeMissing }, { host }) => {
  const { receiveFolder, manner } = areaFacts(area, removeMissing)
  const config = await newTransferFile(host, 'rsyncd.conf')
  writeFlushed(config, receiverConfig(receiveFolder, manner))
  const { id, secret } = await issueTicket(host.runFolder, {
    argv: receiverArgv(config),
    leftovers: [config],
    lifeSeconds: ticketLifeSeconds,
    bootId: host.bootId,
  })
  host.logger.log('info', 'gave out the permission for a transfer', { id, area })
  return { id, ticket: secret }
})

const answerPushTransfer = answer(pushTransfer, async (input, { host, signal, report }) => {
  const { sendFolder, manner } = areaFacts(input.area, input.removeMissing)
  if (input.paths.length === 0) return { files: 0, bytes: 0, sentBytes: 0 }
  const config = await newTransferFile(host, 'ssh')
  const total = await sizeOf(sendFolder, input.paths)
  report({ done: 0, total, unit: 'bytes' })
  try {
    writeFlushed(config, sshConfig(await wayToPeer(host, input.ticket)))
    return await pushWithRsync(
      {
        folder: sendFolder,
        paths: input.paths,
        manner,
        shell: transferShell,
        shellEnv: { PC_SWITCHER_SSH_CONFIG: config },
      },
      (done) => report({ done, total: Math.max(done, total), unit: 'bytes' }),
      { signal },
    )
  } finally {
    await rm(config, { force: true })
  }
})

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

async function newTransferFile(host: HostContext, ending: string): Promise<string> {
  const folder = path.join(host.runFolder, 'transfers')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  return path.join(folder, `${randomUUID()}.${ending}`)
}

/** Bytes in the regular files among `paths`; what is gone by now counts nothing. */
async function sizeOf(folder: string, paths: readonly BytePath[]): Promise<number> {
  let total = 0
  for (const one of paths) {
    const stat = await lstat(Buffer.concat([Buffer.from(`${folder}/`), bufferFromBytePath(one)])).catch(() => undefined)
    if (stat?.isFile() === true) total += stat.size
  }
  return total
}

export const transfersAnswers: readonly Answer[] = [answerOpenTransfer, answerPushTransfer]
