/**
 * renameat2(2) with RENAME_EXCHANGE: two names change places in one step; at no instant is either of them missing.
 * Node has no call for it, and mv(1) only from coreutils 9.5 on; perl is there wherever dpkg is.
 */
import { bufferFromBytePath, type BytePath } from '../../kernel/byte-path.ts'
import { run, type RunOptions } from '../run.ts'
import program from './exchange-names.pl'
import { toolsMessages } from '../messages.ts'
import { titles } from '../titles/messages.ts'

/** Linux has another number for it on each architecture (syscall tables of the kernel). */
const callNumbers: Partial<Record<NodeJS.Architecture, number>> = { x64: 316, arm64: 276, riscv64: 276, ppc64: 357 }

/** Both have to be reached through one and the same mount; through two the kernel answers EXDEV. */
export async function exchangeNames(one: BytePath, other: BytePath, options: RunOptions): Promise<void> {
  await run(
    exchangeCommand(Buffer.concat([bufferFromBytePath(one), Buffer.from([0]), bufferFromBytePath(other)])),
    options,
  )
}

/** `names`: both, with a zero byte between them. */
export function exchangeCommand(names: Buffer) {
  const callNumber = callNumbers[process.arch]
  if (callNumber === undefined) throw toolsMessages.exchangeUnsupported({ architecture: process.arch })
  const argv = ['perl', '-e', program, String(callNumber)] as const
  return { title: titles.exchangeFolders({}), argv, input: names }
}
