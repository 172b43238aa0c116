import { lstatSync, type Stats } from 'node:fs'
import type { Output } from '../../../contract/define.ts'
import { bufferFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import { answer, type Answer, type HostContext } from '../../../machine/machine.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { scanHostKeys } from '../../../tools/ssh/ssh-keyscan.ts'
import { createYielding } from '../../tree-changes/on-machine/yielding.ts'
import type { TransferArea } from '../transfer-area.ts'
import { knockAtPeer, openTransfer, pushTransfer } from '../verbs.ts'
import { areaFacts } from './areas.ts'
import { readPeerAddress, readPeerKeys } from './peer-address.ts'
import { giveTicket, pushWithTicket } from './ticketed.ts'

export function createTransfersAnswers(areas: readonly TransferArea[]): readonly Answer[] {
  return [answerOpen(areas), answerPush(areas), answerKnock]
}

const answerKnock = answer(knockAtPeer, (_input, { host, signal }) => knock(host, { signal }))

const answerOpen = (areas: readonly TransferArea[]) =>
  answer(openTransfer, async ({ area, removeMissing }, { host }) => {
    const { receiveFolder, manner } = areaFacts(areas, area, removeMissing)
    const { id, secret } = await giveTicket(host, receiveFolder, manner)
    host.logger.log('info', 'gave out the permission for a transfer', { id, area })
    return { id, ticket: secret }
  })

const answerPush = (areas: readonly TransferArea[]) =>
  answer(pushTransfer, async (input, { host, signal, report }) => {
    const { sendFolder, manner } = areaFacts(areas, input.area, input.removeMissing)
    if (input.paths.length === 0) return { files: 0, bytes: 0, sentBytes: 0 }
    const total = await sizeOf(sendFolder, input.paths, signal)
    report({ done: 0, total, unit: 'bytes' })
    return pushWithTicket(
      host,
      { folder: sendFolder, paths: input.paths, manner, ticket: input.ticket },
      (done) => report({ done, total: Math.max(done, total), unit: 'bytes' }),
      signal,
    )
  })

/** Bytes in the regular files among `paths`. Missing ones count as 0. */
async function sizeOf(folder: string, paths: readonly BytePath[], signal: AbortSignal): Promise<number> {
  const yielding = createYielding(signal)
  let total = 0
  for (const one of paths) {
    const stat = statIfThere(Buffer.concat([Buffer.from(`${folder}/`), bufferFromBytePath(one)]))
    if (stat?.isFile() === true) total += stat.size
    const turn = yielding.next()
    if (turn !== undefined) await turn
  }
  return total
}

/** What cannot be looked at, rsync tells of. */
function statIfThere(place: Buffer): Stats | undefined {
  try {
    return lstatSync(place, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}

async function knock(
  host: Pick<HostContext, 'appFolder' | 'callerAddress'>,
  options: RunOptions,
): Promise<Output<typeof knockAtPeer>> {
  const { address, port } = readPeerAddress(host)
  const known = readPeerKeys(host)
  const shown = await scanHostKeys({ address, port }, options)
  const kind = shown.some((key) => known.includes(key)) ? 'reached' : shown.length === 0 ? 'silent' : 'other-keys'
  return { kind, address, port }
}
