/** What is done between the press on Start and the run, and how far it is. Pure. */
import { formatCount } from '../kernel/units.ts'
import type { Starting } from './switch-state.ts'

/** "Looking once more at what changed: 3 of 9" */
export function startingText({ doing, probed, told }: Starting, steps: number): string {
  if (told !== undefined) return told.sentence
  switch (doing) {
    case 'reserving':
      return 'Reserving both laptops'
    case 'looking':
      return `Looking once more at what changed: ${formatCount(Math.min(probed, steps))} of ${formatCount(steps)}`
    case 'preparing':
      return 'Getting ready to copy'
  }
}

const reserved = 0.05
const looked = 0.95

export function startingFraction({ doing, probed }: Starting, steps: number): number {
  if (doing === 'reserving') return 0
  if (doing === 'preparing') return looked
  return reserved + (looked - reserved) * Math.min(1, probed / Math.max(1, steps))
}
