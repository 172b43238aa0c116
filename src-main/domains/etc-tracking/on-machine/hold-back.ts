/** What would keep the other laptop's account or the person out once it stands in /etc is held back. */
import { findShutting, type HeldBack, type ResultingEtc } from '../../../commons/doors/on-machine/hold-back.ts'
import type { BytePath } from '../../../kernel/byte-path.ts'
import type { HostContext } from '../../../machine/machine.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { readRefused, sumOf } from './refused.ts'

interface Coming extends ResultingEtc {
  readonly host: ResultingEtc['host'] & Pick<HostContext, 'stateFolder'>
}

export async function findHeldBack(coming: Coming, options: RunOptions): Promise<readonly HeldBack[]> {
  const tried = refusedOf(coming)
  const lines = coming.lines.filter((line) => !tried.some(({ path: one }) => one === line.path))
  return [...tried, ...(await findShutting({ ...coming, lines }, options))]
}

/** What let nobody in when it was tried, and comes as it was. */
function refusedOf({ staged, lines, host }: Coming): readonly HeldBack[] {
  const refused = readRefused(host.stateFolder)
  const isRefused = (one: BytePath) =>
    refused.some(({ path: other, sha256 }) => other === `/${one}` && sha256 === sumOf(staged, one))
  return lines.flatMap(({ path: one }) => (isRefused(one) ? [{ path: one, why: { kind: 'tried' } }] : []))
}
