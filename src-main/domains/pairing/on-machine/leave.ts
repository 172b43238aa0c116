/** Takes away exactly what pairing made here; journals, snapshots and all that is the person's stay. */
import { existsSync, lstatSync, readdirSync, rmdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { withdrawFromHome } from '../../../commons/home-subvolume/on-machine/agree-to-home.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { readRecord } from './paired-record.ts'
import type { SetUpHost } from './set-up-host.ts'

const etcMessage = 'pc-switcher: no longer paired'

/** Harmless when nothing was made. The name of the laptop that this one was paired with. */
export async function leave(host: SetUpHost, options: RunOptions): Promise<string | undefined> {
  const { places, history, home } = host
  const record = readRecord(host)
  const known = Object.values(places)
  // Whatever stands in the record, root removes nothing but what pairing makes.
  const ours = record.made.filter((made) => known.includes(made))
  for (const made of ours.reverse()) removeOurs(made)
  rmSync(path.dirname(places.package), { recursive: true, force: true })
  withdrawFromHome(home)
  if (record.history) await history.end(options)
  rmSync(places.paired, { force: true })
  if (!record.history) await history.record(etcMessage, options)
  return record.peer
}

/** A folder goes when nothing is left in it. */
function removeOurs(made: string): void {
  if (!existsSync(made)) return
  if (!lstatSync(made).isDirectory()) rmSync(made, { force: true })
  else if (readdirSync(made).length === 0) rmdirSync(made)
}
