import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { isErrno } from '../../../kernel/errno.ts'
import { templateOf } from '../../../kernel/unit-name.ts'
import { type Answer, answer } from '../../../machine/machine.ts'
import { readDebconfAnswers } from '../../../tools/apt/debconf.ts'
import { readFileOwners } from '../../../tools/apt/dpkg-files.ts'
import { readRoomFor } from '../../../tools/mounts/room.ts'
import { debconfAnswerSchema } from '../model.ts'
import { readDebconf, findUnitPackages, readPackagesRoom } from '../verbs.ts'
import { answerApply, answerChangeUnits } from './answer-apply.ts'
import { answerCapture, answerFailed, answerRememberMarks } from './answer-capture.ts'
import { createSimulateAnswers } from './answer-simulate.ts'
import { sourcesAnswers } from './answer-sources.ts'
import { archivesAnswers } from './archives/answer-archives.ts'
import { archivesFolder, archiveTransfers } from './archives/archive-folders.ts'

export function createPackagesAnswers(): readonly Answer[] {
  return [
    ...[
      answerCapture,
      answerFailed,
      answerRememberMarks,
      answerDebconf,
      answerRoom,
      answerApply,
      answerChangeUnits,
      answerUnitPackages,
    ],
    ...[...createSimulateAnswers(), ...sourcesAnswers, ...archivesAnswers],
  ]
}

/** What could not be handed on safely is left out: the package then has its default. */
const answerDebconf = answer(readDebconf, ({ packages }) =>
  Promise.resolve({
    answers: readDebconfAnswers(new Set(packages)).filter((one) => debconfAnswerSchema.safeParse(one).success),
  }),
)

/** A script of /etc/init.d is a unit too, and a package on a merged /usr may name its files without it (file-hierarchy(7)). */
function placesOf(unit: string): readonly string[] {
  const file = templateOf(unit)
  return [
    ...['/usr/lib', '/lib'].map((folder) => `${folder}/systemd/system/${file}`),
    `/etc/init.d/${unit.replace(/\.service$/, '')}`,
  ]
}

const answerUnitPackages = answer(findUnitPackages, async ({ units }, { signal }) => {
  const owners = await readFileOwners(units.flatMap(placesOf), { signal })
  const found = units.flatMap((unit) => {
    const owner = placesOf(unit).flatMap((place) => owners.get(place) ?? [])[0]
    return owner === undefined || owner === '' ? [] : [[unit, owner] as const]
  })
  return { packages: Object.fromEntries(found) }
})

/** Where nearly all of what packages bring is. */
const systemFolder = '/usr'

const answerRoom = answer(readPackagesRoom, async (_input, { signal }) => {
  const [system, archives, ...held] = await Promise.all([
    readRoomFor(systemFolder, { signal }),
    readRoomFor(archivesFolder, { signal }),
    sizeBelow(archivesFolder),
    sizeBelow(archiveTransfers.receiveFolder),
  ])
  return { system, archives: { ...archives, heldBytes: held.reduce((sum, bytes) => sum + bytes, 0) } }
})

/** What is there for nothing goes before anything is downloaded, so it counts, too. */
async function sizeBelow(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(missingAs([]))
  const files = entries.filter((entry) => entry.isFile())
  const sizes = files.map(({ parentPath, name }) => stat(path.join(parentPath, name)).catch(missingAs({ size: 0 })))
  return (await Promise.all(sizes)).reduce((sum, { size }) => sum + size, 0)
}

function missingAs<T>(instead: T): (error: unknown) => T {
  return (error) => {
    if (isErrno(error, 'ENOENT')) return instead
    throw error
  }
}
