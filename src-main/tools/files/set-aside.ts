/**
 * Files, and folders of them, that only save work and cannot be read: they get another name beside their place, and whoever listens is told.
 * What follows is the same as when there is none.
 */
import { channel, subscribe, unsubscribe } from 'node:diagnostics_channel'
import { readdirSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { isErrno } from '../../kernel/errno.ts'

const setAsideSchema = z.object({
  /** Where it was. */
  file: z.string(),
  /** Where it is now: "walk.json.damaged-20261120T184400123Z". */
  aside: z.string(),
})
export type SetAside = z.infer<typeof setAsideSchema>

interface Told extends SetAside {
  /** What is wrong with it, and what follows. */
  readonly words: string
}
const toldSchema = setAsideSchema.extend({ words: z.string() })

const channelName = 'pc-switcher:set-aside'
const ending = /\.damaged-(\d{8}T\d{9}Z)$/
/** In one folder: enough to look at what is wrong, and never a full disk. */
const mostInFolder = 5

/** Heard for as long as the process lives, or until what it returns is called. */
export function onSetAside(listener: (told: Told) => void): () => void {
  const hear = (message: unknown): void => listener(toldSchema.parse(message))
  subscribe(channelName, hear)
  return () => {
    unsubscribe(channelName, hear)
  }
}

/** Of those that were set aside in its folder before, the oldest go. */
export function setAside(file: string, words: string): void {
  const time = moveAside(file)
  if (time === undefined) return
  for (const one of oldestIn(path.dirname(file))) rmSync(one, { recursive: true, force: true })
  tell(file, time, words)
}

const asideName = (file: string, time: string): string => `${file}.damaged-${time}`

/** When; undefined where another agent was quicker. */
function moveAside(file: string): string | undefined {
  const time = new Date().toISOString().replace(/[-:.]/g, '')
  try {
    renameSync(file, asideName(file, time))
    return time
  } catch (thrown) {
    if (isErrno(thrown, 'ENOENT')) return undefined
    throw thrown
  }
}

function tell(file: string, time: string, words: string): void {
  channel(channelName).publish({ file, aside: asideName(file, time), words })
}

export function isSetAside(name: string): boolean {
  return ending.test(name)
}

/** Those in `folder` and two levels down, the newest first; a folder that is missing has none. */
export function listSetAside(folder: string, levels = 2): readonly SetAside[] {
  const entries = readEntries(folder)
  const here = entries.map(({ name }) => name).filter(isSetAside)
  const folders = levels === 0 ? [] : entries.filter((entry) => entry.isDirectory() && !isSetAside(entry.name))
  return [
    ...newestFirst(here).map((name) => ({
      file: path.join(folder, name.replace(ending, '')),
      aside: path.join(folder, name),
    })),
    ...folders.flatMap(({ name }) => listSetAside(path.join(folder, name), levels - 1)),
  ]
}

function oldestIn(folder: string): readonly string[] {
  const names = readEntries(folder).flatMap(({ name }) => (isSetAside(name) ? [name] : []))
  return newestFirst(names)
    .slice(mostInFolder)
    .map((name) => path.join(folder, name))
}

function newestFirst(names: readonly string[]): readonly string[] {
  const timeOf = (name: string): string => ending.exec(name)?.[1] ?? ''
  return [...names].sort((one, other) => timeOf(other).localeCompare(timeOf(one)))
}

function readEntries(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch (thrown) {
    if (isErrno(thrown, 'ENOENT', 'ENOTDIR')) return []
    throw thrown
  }
}
