/** Where npm(1) puts what is installed with -g as a person: by habit, by ~/.npmrc (npmrc(5)), and in each Node of nvm. */
import { closeSync, readSync } from 'node:fs'
import path from 'node:path'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import { openInside } from '../../../../tools/files/safe-path.ts'

export const habitualPrefix = '.npm-global'

/** Below a home; nvm(1) is in the second one where XDG_CONFIG_HOME was set when it was installed. */
export const nvmFolders: readonly BytePath[] = ['.nvm/versions/node', '.config/nvm/versions/node']

/** Each Node has these; nobody installed them. */
const broughtByNode = /\/versions\/node\/[^/]+\/lib\/node_modules\/(?:npm|corepack)$/

export function isOfNode(place: BytePath): boolean {
  return broughtByNode.test(place)
}

/** A larger one holds no settings of a person. */
const mostBytes = 64 * 1024

/** The last prefix that ~/.npmrc sets, below the home; undefined where it sets none, or one that is elsewhere. `home`: absolute. */
export function readNpmPrefix(home: BytePath): BytePath | undefined {
  const descriptor = openInside(home, '.npmrc')
  if (descriptor === undefined) return undefined
  try {
    const bytes = Buffer.alloc(mostBytes)
    const count = readSync(descriptor, bytes, 0, mostBytes, 0)
    return npmPrefixIn(bytes.subarray(0, count).toString('latin1'), home)
  } finally {
    closeSync(descriptor)
  }
}

function npmPrefixIn(text: string, home: BytePath): BytePath | undefined {
  const values = text.split('\n').flatMap((line) => /^\s*prefix\s*=\s*(.*?)\s*$/.exec(line)?.[1] ?? [])
  const value = (values.at(-1) ?? '').replace(/^(["'])(.*)\1$/, '$2')
  const whole = value.replace(/^(?:~|\$\{HOME\})(?=\/|$)/, home)
  if (!path.posix.isAbsolute(whole)) return undefined
  const below = path.posix.relative(home, path.posix.normalize(whole))
  return below.startsWith('..') ? undefined : below
}
