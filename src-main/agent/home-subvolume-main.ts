/**
 * The program that makes /home a subvolume of its own, as root (assets: /usr/lib/pc-switcher/home-subvolume): "make" before
 * anybody can log in, "remove-old" in the background later. Does nothing unless the person has agreed to it while pairing.
 */
import { homePlaces } from '../commons/home-subvolume/on-machine/home-places.ts'
import { makeHomeSubvolume } from '../commons/home-subvolume/on-machine/make-home-subvolume.ts'
import { removeOldHome } from '../commons/home-subvolume/on-machine/remove-old-home.ts'
import { runProgram } from './run-program.ts'

async function work(mode: string | undefined): Promise<void> {
  const places = homePlaces()
  if (mode === 'make') return makeHomeSubvolume(places, {})
  if (mode === 'remove-old') return removeOldHome(places, {})
  throw new Error(`not something this program does: ${String(mode)}`)
}

runProgram(work)
