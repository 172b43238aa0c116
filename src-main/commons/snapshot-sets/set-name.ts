/**
 * Where a laptop keeps its snapshots, and the names of the sets: the moment in UTC to the millisecond, then what makes
 * it unique. The name alone tells when a set was taken, also when its description is lost.
 */
import path from 'node:path'

const namePattern = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})(\d{3})Z-[A-Za-z0-9][A-Za-z0-9-]{0,63}$/

export function snapshotsFolder(stateFolder: string): string {
  return path.join(stateFolder, 'snapshots')
}

export function makeSetName(atMs: number, id: string): string {
  return `${new Date(atMs).toISOString().replace(/[-:.]/g, '')}-${id}`
}

/** What the name of a set ends with: the last part of the id of its switch or request. */
export function setSuffix(switchId: string): string {
  return switchId.split('-').findLast((part) => part !== '') ?? switchId
}

/** The moment as ISO 8601; undefined when it is not the name of a set. */
export function timeOfSetName(name: string): string | undefined {
  const match = namePattern.exec(name)
  if (match === null) return undefined
  const [, year, month, day, hour, minute, second, ms] = match.map(String)
  const moment = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`)
  return Number.isNaN(moment.getTime()) ? undefined : moment.toISOString()
}
