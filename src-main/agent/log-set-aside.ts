import type { Logger } from '../kernel/logger.ts'
import { onSetAside } from '../tools/files/set-aside.ts'

/** Whatever this program sets aside from now on goes to its log. */
export function logSetAside(logger: Logger): () => void {
  return onSetAside(({ words, aside }) => logger.log('warn', words, { setAside: aside }))
}
