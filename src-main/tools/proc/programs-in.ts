/** Which programs work in a folder, by the names that proc(5) tells: of every file that is open, and of the working folder. */
import { readdirSync, readlinkSync } from 'node:fs'
import { readOwnText } from '../files/own-file.ts'
import { distinct } from '../../kernel/distinct.ts'
import { ifAlive, runningPids } from './running-processes.ts'

/** As the kernel knows them. This process is not among them. */
export function findProgramsIn(folder: string): readonly string[] {
  const isInside = (link: string): boolean => {
    const target = ifAlive(() => readlinkSync(link))
    return target !== undefined && `${target}/`.startsWith(`${folder}/`)
  }
  const users = runningPids().filter((pid) => pid !== process.pid && linksOf(pid).some(isInside))
  return distinct(users.flatMap((pid) => ifAlive(() => readOwnText(`/proc/${pid}/comm`).trimEnd()) ?? []))
}

function linksOf(pid: number): readonly string[] {
  const open = ifAlive(() => readdirSync(`/proc/${pid}/fd`)) ?? []
  return [`/proc/${pid}/cwd`, ...open.map((descriptor) => `/proc/${pid}/fd/${descriptor}`)]
}
