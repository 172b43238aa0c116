/** How a program of root's that systemd or an agent starts begins and ends: its log on standard error, 1 when it failed. */
import { toAppError } from '../kernel/app-error.ts'
import { systemClock } from '../kernel/clock.ts'
import { createLogger, type Logger } from '../kernel/logger.ts'
import { onSetAside } from '../tools/files/set-aside.ts'

export const programLogger: Logger = createLogger((line) => void process.stderr.write(line), systemClock)

/** `work` is given the first word after the program's name. */
export function runProgram(work: (mode: string | undefined) => Promise<void>): void {
  process.umask(0o077)
  logSetAside(programLogger)
  work(process.argv[2]).then(
    () => process.exit(0),
    (thrown: unknown) => {
      const { code, message, details } = toAppError(thrown)
      programLogger.log('error', message, { code, details })
      process.exit(1)
    },
  )
}

/** Whatever this program sets aside from now on goes to its log. */
export function logSetAside(logger: Logger): () => void {
  return onSetAside(({ words, aside }) => logger.log('warn', words, { setAside: aside }))
}
