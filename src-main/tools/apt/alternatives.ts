/** update-alternatives(1): of several programs for one name, the one that the name leads to. */
import { readlinkSync } from 'node:fs'
import path from 'node:path'
import { readOwnText, sortedNamesIn } from '../files/own-file.ts'
import { systemClock } from '../../kernel/clock.ts'
import { isErrno } from '../../kernel/errno.ts'
import { settledStamp } from '../files/file-stamp.ts'
import { run, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'

const groups = '/var/lib/dpkg/alternatives'
const links = '/etc/alternatives'

export interface ReadAlternative {
  /** "editor". */
  readonly name: string
  /** "/usr/bin/vim.basic". */
  readonly path: string
}

/** Each change puts a new file or link into one of these; undefined while one has only just changed. */
export function alternativesStamp(): string | undefined {
  return settledStamp([groups, links], systemClock.nowMs())
}

export interface ReadAlternatives {
  /** Set by hand. */
  readonly chosen: readonly ReadAlternative[]
  /** Names that follow what is installed. */
  readonly automatic: readonly string[]
}

export function readAlternatives(): ReadAlternatives {
  const all = sortedNamesIn(groups).map((name) => ({ name, isManual: readGroup(name)?.isManual }))
  return {
    chosen: all.flatMap(({ name, isManual }) => {
      const target = isManual === true ? linkOf(name) : undefined
      return target === undefined ? [] : [{ name, path: target }]
    }),
    automatic: all.filter(({ isManual }) => isManual === false).map(({ name }) => name),
  }
}

/** Whether it can be chosen here now. */
export function isOffered({ name, path: wanted }: ReadAlternative): boolean {
  return readGroup(name)?.paths.includes(wanted) === true
}

/** Whether it was set by hand. */
export function isChosen(name: string): boolean {
  return readGroup(name)?.isManual === true
}

interface Group {
  readonly isManual: boolean
  readonly paths: readonly string[]
}

function readGroup(name: string): Group | undefined {
  try {
    return parseGroup(readOwnText(path.join(groups, name)))
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined
    throw error
  }
}

/**
 * "auto" or "manual", the link, its followers by name and link, an empty line; then for each choice its path, its priority and a
 * line for each follower.
 */
export function parseGroup(text: string): Group {
  const lines = text.split('\n')
  const end = lines.indexOf('')
  if (end < 2) return { isManual: false, paths: [] }
  const followers = (end - 2) / 2
  const choices = lines.slice(end + 1)
  const each = followers + 2
  const paths = choices.filter((line, index) => index % each === 0 && line !== '')
  return { isManual: lines[0] === 'manual', paths }
}

function linkOf(name: string): string | undefined {
  try {
    return readlinkSync(path.join(links, name))
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'EINVAL')) return undefined
    throw error
  }
}

/** It has to be offered. */
export async function chooseAlternative({ name, path: wanted }: ReadAlternative, options: RunOptions): Promise<void> {
  const argv = ['update-alternatives', '--quiet', '--set', name, wanted] as const
  await run({ title: titles.chooseAlternative({ name }), argv, diesWithAgent: true }, options)
}

/** From now on it is the one of the highest priority of those that are installed. */
export async function resetAlternative(name: string, options: RunOptions): Promise<void> {
  const argv = ['update-alternatives', '--quiet', '--auto', name] as const
  await run({ title: titles.resetAlternative({ name }), argv, diesWithAgent: true }, options)
}
