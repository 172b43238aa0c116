/** Takes away exactly what pairing made here; journals, snapshots and all that is the person's stay. */
import { existsSync, lstatSync, readdirSync, rmdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { syncthingFolder } from '../../../commons/syncthing/on-machine/instance.ts'
import { withdrawFromHome } from '../../../commons/home-subvolume/on-machine/agree-to-home.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { readRecord } from './paired-record.ts'
import type { SetUpHost } from './set-up-host.ts'
import { leaveStateSubvolume } from './state-subvolume/leave-state-subvolume.ts'

/** Of the app, which makes them when it starts: nobody's history is in an empty one. */
const appFolders = ['journals', 'work']
const etcMessage = 'pc-switcher: no longer paired'

/** Harmless when nothing was made. The name of the laptop that this one was paired with. */
export async function leave(host: SetUpHost, options: RunOptions): Promise<string | undefined> {
  const { places, history, home, state } = host
  // It can be refused: then nothing else is taken away.
  await leaveStateSubvolume(host, options)
  const record = readRecord(host)
  const known = Object.values(places)
  // Whatever stands in the record, root removes nothing but what pairing makes.
  const ours = record.made.filter((made) => known.includes(made))
  for (const name of appFolders) removeOurs(path.join(places.appFolder, name))
  removeOurs(places.begun)
  for (const made of ours.reverse()) removeOurs(made)
  rmSync(path.dirname(places.package), { recursive: true, force: true })
  // By its identity the other laptop knows this one; the next pair makes a new one.
  rmSync(syncthingFolder(path.join(state.folder, 'root')), { recursive: true, force: true })
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
