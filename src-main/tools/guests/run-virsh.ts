/** The one door to libvirt's virsh: for guests of the system, and only as long as libvirt answers. */
import type { Message } from '../../kernel/message.ts'
import { toolsMessages } from '../messages.ts'
import { run, type RunOptions, type RunResult } from '../run.ts'

/** A libvirtd that ended because it was idle answers within a second. */
const answersWithinMs = 20_000

/** Ends with 0 or 1. AppError "blocked" where there is no answer in time. */
export async function runVirsh(title: Message, argv: readonly string[], { signal }: RunOptions): Promise<RunResult> {
  const late = AbortSignal.timeout(answersWithinMs)
  try {
    const whole = ['virsh', '--quiet', '--connect', 'qemu:///system', ...argv] as const
    return await run(
      { title, argv: whole, exitCodes: [0, 1] },
      { signal: signal === undefined ? late : AbortSignal.any([signal, late]) },
    )
  } catch (thrown) {
    if (late.aborted && signal?.aborted !== true) throw toolsMessages.libvirtSilent({}, { cause: thrown })
    throw thrown
  }
}
