/**
 * /etc/hosts is one file of two parts: what each laptop says of the two laptops of a pair, and everything else. The first stays where
 * it is; the second, the *shared* part, is what is compared, shown, carried and proven. Any other file is shared whole.
 *
 * Both laptops leave out the names of both: an address of the other laptop would be as wrong on that laptop as its own name is here.
 */
import { isIP } from 'node:net'
import type { BytePath } from '../../kernel/byte-path.ts'

export type IsLaptopName = (name: string) => boolean

/** hosts(5) */
const hostsFile = '/hosts'

/** What Debian gives the laptop's own name (Debian Reference, 5.1.1), also one that it had before. */
const ownAddress = '127.0.1.1'

/** Names below these are nobody's but a developer's (RFC 6761): "shop.localhost" on a laptop called shop. */
const forDevelopers = /\.(?:localhost|test|example|invalid)\.?$/

/** Whether a name is one of these laptops': "p17", "P17.lan" of one that is called p17. */
export function laptopNames(hosts: readonly string[]): IsLaptopName {
  const whole = new Set(hosts.map((host) => host.toLowerCase()).filter((host) => host !== '' && host !== 'localhost'))
  const short = new Set([...whole].map(firstLabel))
  return (name) => {
    const lower = name.toLowerCase()
    if (whole.has(lower) || short.has(lower)) return true
    return lower.includes('.') && short.has(firstLabel(lower)) && !forDevelopers.test(lower)
  }
}

const firstLabel = (name: string): string => name.split('.')[0] ?? name

/** Whether any of it may belong to one laptop alone. With a leading slash that stands for /etc, here and below. */
export const hasOwnLines = (path: BytePath): boolean => path === hostsFile

/** `content` without what belongs to one laptop alone. */
export function sharedContent(path: BytePath, content: Buffer, isLaptop: IsLaptopName): Buffer {
  if (!hasOwnLines(path)) return content
  const parts = linesOf(content).map((line) => splitLine(line, isLaptop))
  return bufferOf(parts.map(({ shared = '' }) => shared))
}

/** `shared`, with what `here` has of its own; the shared part of the result is `shared` again. */
export function withOwnLines(path: BytePath, shared: Buffer, here: Buffer | undefined, isLaptop: IsLaptopName): Buffer {
  if (!hasOwnLines(path) || here === undefined) return shared
  const lines = linesOf(shared)
  const end = lines[0]?.endsWith('\r\n') === true ? '\r\n' : '\n'
  // What followed a last line without an end would give it one, and so change the shared part.
  const isEnded = lines.at(-1)?.endsWith('\n') ?? true
  let before: string | undefined
  let at = 0
  for (const line of linesOf(here)) {
    const { shared: other, own } = splitLine(line, isLaptop)
    if (own === undefined) {
      before = line
      continue
    }
    const whole = other === undefined ? -1 : lines.indexOf(other)
    if (whole !== -1) lines[whole] = line
    const after = before === undefined ? -1 : lines.indexOf(before)
    if (after !== -1) at = after + 1
    if (whole === -1) lines.splice(Math.min(at, isEnded ? lines.length : lines.length - 1), 0, `${own}${end}`)
    at = whole === -1 ? at + 1 : whole + 1
    before = undefined
  }
  return bufferOf(lines)
}

interface Part {
  /** With its end; undefined where nothing of the line is shared. */
  readonly shared?: string
  /** Without its end; undefined where nothing of it belongs to a laptop alone. */
  readonly own?: string
}

/** "127.0.0.1 localhost p17" is shared as "127.0.0.1 localhost". What is no line of an address is shared as it is. */
function splitLine(line: string, isLaptop: IsLaptopName): Part {
  const [, spoken = '', rest = ''] = /^([^#\r\n]*)([^]*)$/.exec(line) ?? []
  const [, start = '', address = '', named = ''] = /^([ \t]*([^ \t]+))([^]*)$/.exec(spoken) ?? []
  const names = named.match(/[^ \t]+/g) ?? []
  const mine = names.filter(isLaptop)
  if (isIP(address) === 0 || names.length === 0) return { shared: line }
  if (address === ownAddress || mine.length === names.length) return { own: line.replace(/[\r\n]+$/, '') }
  if (mine.length === 0) return { shared: line }
  const others = named.replace(/[ \t]+([^ \t]+)/g, (all, word: string) => (isLaptop(word) ? '' : all))
  return { shared: `${start}${others}${rest}`, own: `${address} ${mine.join(' ')}` }
}

/** With their ends; bytes as characters. */
function linesOf(content: Buffer): string[] {
  return content.toString('latin1').match(/[^\n]*\n|[^\n]+$/g) ?? []
}

function bufferOf(lines: readonly string[]): Buffer {
  return Buffer.from(lines.join(''), 'latin1')
}
