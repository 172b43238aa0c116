/** Names of other machines in ssh_config(5), with what it includes. What it says of each of them only ssh itself tells. */
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { pathPattern } from '../../kernel/path-pattern.ts'
import { readOwnText } from '../files/own-file.ts'

/** As deep as ssh goes. */
const includesAtMost = 16
const filesAtMost = 200

interface Reading {
  readonly home: string
  readonly read: Set<string>
}

/** Of the person with this home, in their order. A name with a wildcard is no machine; a file that is not there has none. */
export async function readConfigHosts(home: string): Promise<readonly string[]> {
  const found = await hostsIn(path.join(home, '.ssh/config'), { home, read: new Set() }, 0)
  return [...new Set(found)]
}

async function hostsIn(file: string, reading: Reading, depth: number): Promise<readonly string[]> {
  if (depth > includesAtMost || reading.read.has(file) || reading.read.size >= filesAtMost) return []
  reading.read.add(file)
  const text = readConfig(file)
  const hosts: string[] = []
  for (const { keyword, words } of settingsIn(text)) {
    if (keyword === 'host') hosts.push(...words.filter((word) => !/[*?!]/.test(word)))
    if (keyword !== 'include') continue
    for (const word of words)
      for (const included of await filesOf(word, reading.home))
        hosts.push(...(await hostsIn(included, reading, depth + 1)))
  }
  return hosts
}

interface Setting {
  /** Small letters. */
  readonly keyword: string
  readonly words: readonly string[]
}

/** `Keyword words`, or `Keyword=words`; words with spaces in double quotes. */
function settingsIn(text: string): readonly Setting[] {
  return text.split('\n').flatMap((line) => {
    const [, keyword = '', rest = ''] = /^\s*([A-Za-z]+)(?:\s*=\s*|\s+)(.*)$/.exec(line) ?? []
    if (keyword === '') return []
    const words = [...rest.matchAll(/"([^"]*)"|([^\s"]+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')
    const comment = words.findIndex((word) => word.startsWith('#'))
    return [{ keyword: keyword.toLowerCase(), words: comment === -1 ? words : words.slice(0, comment) }]
  })
}

/** What is not absolute is below ~/.ssh; the last name may have wildcards. */
async function filesOf(word: string, home: string): Promise<readonly string[]> {
  const named = word.startsWith('~/') ? path.join(home, word.slice(2)) : path.resolve(home, '.ssh', word)
  if (!/[*?]/.test(named)) return [named]
  const fits = pathPattern(path.basename(named))
  const names = await readdir(path.dirname(named)).catch(() => [])
  return names
    .filter((name) => fits.test(name))
    .sort()
    .map((name) => path.join(path.dirname(named), name))
}

/** One that cannot be read names nobody, as for ssh. */
function readConfig(file: string): string {
  try {
    return readOwnText(file)
  } catch {
    return ''
  }
}
