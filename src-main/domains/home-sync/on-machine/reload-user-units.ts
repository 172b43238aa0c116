import path from 'node:path'
import type { BytePath } from '../../../kernel/byte-path.ts'
import { toAppError } from '../../../kernel/app-error.ts'
import type { HostContext } from '../../../machine/machine.ts'
import { hasUserManager, reloadUserUnitFiles } from '../../../tools/systemd/systemctl-user.ts'

/** What listens there may be a program of the person's own. */
const answersWithinMs = 30_000

interface Placed {
  /** Where the homes are: /home. */
  readonly root: string
  /** Below it. */
  readonly paths: readonly BytePath[]
}

/**
 * The person's own service manager, if one runs, reads its files anew once some of them came. It starts and stops nothing by that. What
 * keeps it from that is logged: the files are there, and it reads them when the person logs in next.
 */
export async function reloadUserUnits(
  { root, paths }: Placed,
  { person, logger }: Pick<HostContext, 'person' | 'logger'>,
): Promise<void> {
  if (!hasUnitsOf(person.home, { root, paths }) || !hasUserManager(person.uid)) return
  await reloadUserUnitFiles(person, { signal: AbortSignal.timeout(answersWithinMs) }).catch((thrown: unknown) => {
    const { message, details } = toAppError(thrown)
    logger.log('warn', message, { details })
  })
}

/** Whether one of these is a unit of whoever has this home, or a link by which it starts (systemd.unit(5)). */
export function hasUnitsOf(home: string, { root, paths }: Placed): boolean {
  const folder = `${path.relative(root, home)}/.config/systemd/user/`
  return paths.some((one) => one.startsWith(folder))
}
