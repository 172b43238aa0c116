/**
 * Replaces in a recording what is another at every run (times, ids, checksums, amounts that nobody chose) and what may not
 * leave the machine, so that recording again changes little. What was equal stays equal, and what was earlier stays earlier.
 */
import type { Recording } from '../renderer/recording-schema.ts'

const hourMs = 3_600_000
/** When the first story begins. */
const beginMs = Date.parse('2026-11-20T00:00:00.000Z')
/** For files that are as old as the practice's disks. */
const madeAt = '2026-11-01T08:00:00.000Z'

const isoTime = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g
/** A time as ids begin with it, and the chance that follows. */
const timedId = /\b(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z(?:-([0-9a-f]{12}|[0-9a-f]{6})\b)?/g

const amounts: Readonly<Record<string, number>> = {
  roundTripMs: 2,
  ms: 1_000,
  leftMs: 5_000,
  perSecond: 1_000_000,
  freeBytes: 4_700_000_000,
}
/** Measured on a living file system: only how large it is about. */
const roughAmounts = ['pendingBytes', 'togetherBytes']

/** Gives back a function for one story after the other, which remembers what it has replaced. `startMs`: when recording began. */
export function createStabilizer(startMs: number): (recording: Recording) => Recording {
  const times = new Map<number, number>()
  const suffixes = createNames((count) => count.toString(16).padStart(6, '0'))
  const uuids = createNames((count) => `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`)
  const hexIds = createNames((count) => String(count).padStart(32, '0'))
  const checksums = createNames((count) => String(count).padStart(64, '0'))
  let story = 0

  const timeOf = (ms: number): string =>
    ms >= startMs ? new Date(times.get(ms) ?? ms).toISOString() : ms % 1_000 === 0 ? new Date(ms).toISOString() : madeAt
  const texts = (text: string): string =>
    text
      .replaceAll(isoTime, (found) => timeOf(Date.parse(found)))
      .replaceAll(timedId, (...found) => {
        const mapped = timeOf(msOfId(found)).replaceAll(/[-:.]/g, '')
        return typeof found[8] === 'string' ? `${mapped}-${suffixes(found[8])}` : mapped
      })
      .replaceAll(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, uuids)
      .replaceAll(/\b[0-9a-f]{32}\b/g, hexIds)
      .replaceAll(/\b[0-9a-f]{64}\b/g, checksums)
      .replaceAll(/\b10\.\d+\.\d+\.(\d+)\b/g, '192.168.1.$1')
      .replaceAll(/SHA256:[A-Za-z0-9+/]{43}/g, `SHA256:${'A'.repeat(43)}`)
      .replaceAll(/\b(psk|PrivateKey|password)(\s*=\s*)\S+/g, '$1$2not-a-real-secret')
      .replaceAll(/\bin \d+ ms\b/g, 'in 2 ms')
      .replaceAll(/\b[\d.]+ GB free/g, '4.7 GB free')
      .replaceAll(/\([\d.]+ (ms|s|min)\)/g, '(1 s)')
      .replaceAll(/\b(today|yesterday), \d\d:\d\d/g, 'today, 01:00')
      .replaceAll(/\b\d{1,2} [A-Z][a-z]{2} \d{4}, \d\d:\d\d/g, '20 Nov 2026, 01:00')
      .replaceAll(/\(process \d+\)/g, '(process 1000)')
      .replaceAll(/(ecorded as) [0-9a-f]{8}\b/g, '$1 00000001')

  return (recording) => {
    const met = [...new Set(timesIn(recording))].filter((ms) => ms >= startMs && !times.has(ms)).sort((a, b) => a - b)
    for (const [rank, ms] of met.entries()) times.set(ms, beginMs + story * hourMs + rank * 1_000)
    story += 1
    return replaceIn(recording, texts) as Recording
  }
}

/** The n-th name for the n-th thing that is met. */
function createNames(nameOf: (count: number) => string): (found: string) => string {
  const names = new Map<string, string>()
  return (found) => {
    const name = names.get(found) ?? nameOf(names.size + 1)
    names.set(found, name)
    return name
  }
}

function timesIn(value: unknown): readonly number[] {
  const text = JSON.stringify(value)
  return [
    ...[...text.matchAll(isoTime)].map(([found]) => Date.parse(found)),
    ...[...text.matchAll(timedId)].map(msOfId),
  ]
}

function msOfId(found: readonly unknown[]): number {
  const [year, month, day, hour, minute, second, ms] = found.slice(1, 8).map(String)
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`)
}

function replaceIn(value: unknown, texts: (text: string) => string, key = ''): unknown {
  if (typeof value === 'string') return texts(value)
  if (typeof value === 'number') {
    const amount = amounts[key]
    if (amount !== undefined) return amount
    return roughAmounts.includes(key) ? Number(value.toPrecision(1)) : value
  }
  if (Array.isArray(value)) return value.map((item) => replaceIn(item, texts))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [texts(name), replaceIn(inner, texts, name)]))
}
