/**
 * Definitions of guests and of their snapshots as libvirt writes them (libvirt.org/formatdomain.html): compared
 * without what libvirt sets itself while a guest runs. They may hold passwords: only a digest leaves this laptop.
 */
import { createHash } from 'node:crypto'
import type { Element } from '../xml.ts'

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
