/** What the window remembers between two starts, and where it opens. Pure but for reading and writing its file. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { themeSchema } from '../../contract/window-note.ts'

export interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const memorySchema = z.object({
  version: z.literal(1),
  /** As large as it was last while it was neither maximized nor full screen. */
  bounds: z.object({ x: z.int(), y: z.int(), width: z.int().positive(), height: z.int().positive() }).optional(),
  maximized: z.boolean(),
  theme: themeSchema,
})
export type WindowMemory = z.infer<typeof memorySchema>

const nothingKnown: WindowMemory = { version: 1, maximized: false, theme: 'system' }

/** The smallest window in which everything can be used, and one that fits most laptops. */
export const smallest = { width: 800, height: 560 }
const usual = { width: 1280, height: 800 }

/** A file that is missing or cannot be read is one that remembers nothing: only where a window stood is lost. */
export function readMemory(file: string): WindowMemory {
  try {
    return memorySchema.catch(nothingKnown).parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return nothingKnown
  }
}

/** Whole or not at all; where it cannot be written the next window opens in its usual place. */
export function writeMemory(file: string, memory: WindowMemory): void {
  try {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
    writeFileSync(`${file}.new`, `${JSON.stringify(memory)}\n`, { mode: 0o600 })
    renameSync(`${file}.new`, file)
  } catch (error) {
    console.error('Where the window stands could not be remembered.', error)
  }
}

/**
 * Where to open: as it was, on the display that shows most of it, moved and made smaller until all of it is there. Without
 * a display that still shows it, in the usual size, and the system chooses the place.
 * @param areas of each display, without what panels take
 */
export function placeOf({ bounds }: WindowMemory, areas: readonly Rectangle[]): Partial<Rectangle> {
  if (bounds === undefined) return usual
  const [best] = areas
    .map((area) => ({ area, shared: sharedArea(area, bounds) }))
    .filter(({ shared }) => shared > 0)
    .toSorted((a, b) => b.shared - a.shared)
  if (best === undefined) return usual
  const { area } = best
  const width = fit(bounds.width, smallest.width, area.width)
  const height = fit(bounds.height, smallest.height, area.height)
  return {
    x: within(bounds.x, area.x, area.x + area.width - width),
    y: within(bounds.y, area.y, area.y + area.height - height),
    width,
    height,
  }
}

/** A display smaller than the smallest window shows as much of it as it can. */
function fit(wanted: number, least: number, most: number): number {
  return Math.min(Math.max(wanted, least), most)
}

function within(wanted: number, first: number, last: number): number {
  return Math.max(first, Math.min(wanted, last))
}

function sharedArea(a: Rectangle, b: Rectangle): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  return Math.max(0, width) * Math.max(0, height)
}

/** What is behind the page until it is drawn, as its style sheet has it: --ground. */
export function groundOf(isDark: boolean): string {
  return isDark ? '#1f1f23' : '#f7f7f8'
}
