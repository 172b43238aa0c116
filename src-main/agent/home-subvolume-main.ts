/**
 * The program that makes /home a subvolume of its own, as root (assets: /usr/lib/pc-switcher/home-subvolume): "make" before
 * anybody can log in, "remove-old" in the background later. Does nothing unless the person has agreed to it while pairing.
 */
import { homePlaces } from '../commons/home-subvolume/on-machine/home-places.ts'
import { makeHomeSubvolume } from '../commons/home-subvolume/on-machine/make-home-subvolume.ts'
import { removeOldHome } from '../commons/home-subvolume/on-machine/remove-old-home.ts'
import { toAppError } from '../kernel/app-error.ts'
import { systemClock } from '../kernel/clock.ts'
import { createLogger } from '../kernel/logger.ts'
import { readSwapFiles } from '../tools/proc/swaps.ts'
import { logSetAside } from './log-set-aside.ts'

const logger = createLogger((line) => void process.stderr.write(line), systemClock)

async function work(mode: string | undefined): Promise<void> {
  const places = homePlaces(readSwapFiles())
  if (mode === 'make') return makeHomeSubvolume(places, {})
  if (mode === 'remove-old') return removeOldHome(places, {})
  throw new Error(`not something this program does: ${String(mode)}`)
}

process.umask(0o077)
logSetAside(logger)
work(process.argv[2]).then(
  () => process.exit(0),
  (thrown: unknown) => {
    const { code, message, details } = toAppError(thrown)
    logger.log('error', message, { code, details })
    process.exit(1)
  },
)
