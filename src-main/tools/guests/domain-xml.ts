/**
 * Definitions of guests and of their snapshots as libvirt writes them (libvirt.org/formatdomain.html): read into a tree, and compared
 * without what libvirt sets itself while a guest runs. They may hold passwords: only a digest leaves this laptop.
 */
import { createHash } from 'node:crypto'
import { unreadableAnswer } from '../run.ts'

export interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly Element[]
  readonly text: string
}

/** Comments, instructions and CDATA stand in what other programs put into <metadata>. */
const piece =
  /<!--[^]*?-->|<\?[^]*?\?>|<!\[CDATA\[([^]*?)\]\]>|<(\/?)([^\s/>"'<]+)((?:"[^"]*"|'[^']*'|[^"'<>])*?)(\/?)>|([^<]+)/y
const attribute = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g

/** AppError "unreadable-answer", without a word of it, for what is no such text. */
export function parseXml(text: string): Element {
  const top: OpenElement = { name: '', attributes: {}, children: [], text: '' }
  const open: OpenElement[] = [top]
  for (let at = 0; at < text.length;) {
    piece.lastIndex = at
    const found = piece.exec(text)
    const current = open.at(-1)
    if (found === null || current === undefined) throw unreadableAnswer('virsh', '')
    at = piece.lastIndex
    take(found, open, current)
  }
  const [root, ...more] = top.children
  if (root === undefined || more.length > 0 || open.length !== 1) throw unreadableAnswer('virsh', '')
  return root
}

interface OpenElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: Element[]
  text: string
}

function take(found: RegExpExecArray, open: OpenElement[], current: OpenElement): void {
  const [, literal, closing, name, attributes = '', empty, text] = found
  if (text !== undefined) current.text += decode(text.trim())
  else if (literal !== undefined) current.text += literal
  else if (closing === '/') {
    if (open.pop()?.name !== name) throw unreadableAnswer('virsh', '')
  } else if (name !== undefined) {
    const made: OpenElement = { name, attributes: parseAttributes(attributes), children: [], text: '' }
    current.children.push(made)
    if (empty !== '/') open.push(made)
  }
}

function parseAttributes(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...text.matchAll(attribute)].map(([, key = '', one, other]) => [key, decode(one ?? other ?? '')]),
  )
}

const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

function decode(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16))
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal))
    return named[name ?? ''] ?? whole
  })
}

/** The elements at "devices/disk" below one. */
export function elementsAt(element: Element, path: string): readonly Element[] {
  return path
    .split('/')
    .reduce<readonly Element[]>(
      (found, name) => found.flatMap(({ children }) => children.filter((child) => child.name === name)),
      [element],
    )
}

/**
 * Each fact of a definition as "domain/devices/disk[2]/source@file" and its value, without what is of one run of the guest or of
 * one start of libvirt: the number of the domain, aliases that nobody gave, labels, opened files and ports. The number in brackets
 * counts siblings of one name, so that another libvirt's additional elements move nothing.
 */
export function factsOf(element: Element, place = element.name): readonly Fact[] {
  const counts = new Map<string, number>()
  const inside = element.children
    .filter((child) => !isOfOneRun(child))
    .flatMap((child) => {
      const number = (counts.get(child.name) ?? 0) + 1
      counts.set(child.name, number)
      return factsOf(child, `${place}/${child.name}[${String(number)}]`)
    })
  const own = Object.entries(element.attributes)
    .filter(([key]) => !isAttributeOfOneRun(element.name, key))
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, value]) => ({ place: `${place}@${key}`, value }))
  return [{ place, value: element.text }, ...own, ...inside]
}

export interface Fact {
  readonly place: string
  readonly value: string
}

function isOfOneRun({ name, attributes }: Element): boolean {
  if (name === 'alias') return attributes['name']?.startsWith('ua-') !== true
  if (name === 'seclabel') return attributes['type'] === 'dynamic'
  return name === 'backingStore' || name === 'imagelabel' || name === 'mirror'
}

function isAttributeOfOneRun(element: string, key: string): boolean {
  return (element === 'domain' && key === 'id') || (element === 'source' && key === 'index') || key === 'tty'
}

/** Equal for definitions that mean the same. */
export function digestOf(facts: readonly Fact[]): string {
  return createHash('sha256')
    .update(JSON.stringify(facts.map(({ place, value }) => [place, value])))
    .digest('hex')
}

/** Places of `wanted` that `found` lacks or has otherwise; values stay here. What another libvirt adds does not count. */
export function missingFacts(wanted: readonly Fact[], found: readonly Fact[]): readonly string[] {
  const there = new Map(found.map(({ place, value }) => [place, value]))
  return wanted.filter(({ place, value }) => there.get(place) !== value).map(({ place }) => place)
}
