/** Every sentence of the frame of a switch. */
import { formatCount } from '../../../src-main/kernel/units.ts'

export const texts = {
  running: 'running:',
  done: 'done:',
  paused: 'paused:',
  failed: 'needs your attention:',
  steps: 'Steps of the switch',
  stepOf: (number: number, total: number) => `Step ${number} of ${total}:`,
  knownLater: 'What is asked is known then',
  switchLabel: 'Switch',
  switchTo: (laptop: string) => `Switch to ${laptop}`,
  packagesOf: (laptop: string) => `Packages of ${laptop}`,
  checkLaptops: 'Check laptops',
  copyAndVerify: 'Copy and verify',
  someOf: (done: number, total: number) => `${formatCount(done)} of ${formatCount(total)}`,
  toFix: (count: number) => `${count} to fix`,
  lastLook: 'Last look',
  theLastLook: 'the last look',
}
