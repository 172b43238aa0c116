import { randomUUID } from 'node:crypto'
import { createLastEqualFile } from '../../../commons/last-equal/on-machine/last-equal-file.ts'
import { rememberWhile } from '../../../kernel/remember-while.ts'
import { answer, type HostContext } from '../../../machine/machine.ts'
import { readAutomaticPackages } from '../../../tools/apt/apt-extended-states.ts'
import { readHardwareFiles } from '../../../tools/apt/dpkg-files.ts'
import { listDpkgPackages, nativeArchitectureOf, readArchitectures } from '../../../tools/apt/dpkg-query.ts'
import { marksStamp } from '../../../tools/apt/dpkg-stamp.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { listFailedUnits } from '../../../tools/systemd/systemctl-units.ts'
import { wordsOfMarks } from '../marks.ts'
import { packagesMessages } from '../messages.ts'
import type { Capture, Health, PackageRef } from '../model.ts'
import { capturePackages, listFailed, rememberMarks } from '../verbs.ts'
import { describeHeldAbsent, describePackages, findOwn } from './describe-packages.ts'
import { readFailures } from './program-failures.ts'
import { readFailed, readHealth } from './read-health.ts'
import { readHomeUnits } from './read-home-units.ts'
import { readUnits } from './read-units.ts'

export const answerCapture = answer(capturePackages, async ({ known }, { host, signal }) => {
  const read = await readPackages({ stateFolder: host.stateFolder, signal })
  const { packages, heldAbsent, own, lastMarks, ...rest } = await captureWith(read, host, { signal })
  const { revision } = read
  return { ...rest, revision, ...(known === revision ? {} : { packages, heldAbsent, own, lastMarks }) }
})

/** What was just captured for the proof is not read again. */
export const answerRememberMarks = answer(rememberMarks, async ({ switchId }, { host, signal }) => {
  const { stateFolder } = host
  equalMarks.write(stateFolder, switchId, wordsOfMarks(await readPackages({ stateFolder, signal })))
  return {}
})

export const answerFailed = answer(listFailed, async (_input, { signal }) => ({
  units: [...(await listFailedUnits({ signal }))].sort(),
}))

type Reading = RunOptions & Pick<HostContext, 'stateFolder'>

/** Without it a hold or mark that only the target has stays there. */
export const equalMarks = createLastEqualFile('packages-last-equal.json', packagesMessages.withoutLastMarks({}))

/** Put together again only when dpkg's records, apt's marks or what was recorded of them have changed since. */
const readPackages = rememberWhile(stampOf, async ({ stateFolder, ...options }: Reading) => {
  const automatic = readAutomaticPackages()
  const [known, hardwareFiles] = await Promise.all([listDpkgPackages(options), readHardwareFiles(options)])
  const nativeArch = nativeArchitectureOf(known)
  const packages = describePackages(known, { automatic, hardwareFiles }, nativeArch)
  const heldAbsent = describeHeldAbsent(known, nativeArch)
  const lastMarks = equalMarks.read(stateFolder)
  return { known, nativeArch, packages, heldAbsent, own: findOwn(packages), lastMarks, revision: randomUUID() }
})

function stampOf({ stateFolder }: Reading): string | undefined {
  const marks = marksStamp()
  return marks === undefined ? undefined : `${marks} ${equalMarks.stamp(stateFolder)}`
}

/** Where nothing changed since the last time, this starts no program. */
export async function capture(host: Captured, options: RunOptions): Promise<Capture> {
  return captureWith(await readPackages({ stateFolder: host.stateFolder, ...options }), host, options)
}

interface Captured extends Pick<HostContext, 'stateFolder'> {
  readonly person: Pick<HostContext['person'], 'home'>
}

async function captureWith(
  { known, nativeArch, packages, heldAbsent, own, lastMarks }: Awaited<ReturnType<typeof readPackages>>,
  { stateFolder, person }: Captured,
  options: RunOptions,
): Promise<Capture> {
  const listed = { nativeArch, packages, heldAbsent, own, lastMarks }
  const failed = readFailed(known, stateFolder)
  const architectures = readArchitectures(listed.nativeArch)
  const health = await readHealth(known, failed, { stateFolder, ...options })
  return {
    ...{ ...listed, architectures: [...architectures], units: readUnits() },
    ...{ homeUnits: [...readHomeUnits(person.home)], health },
    failed: failed.filter(isWhole(health)).map(({ name, during, words }) => ({ name, during, words })),
    unitFailures: readFailures(stateFolder, 'unit'),
  }
}

/** What is half-done is told with its words. */
function isWhole(health: Health): (one: Pick<PackageRef, 'name'>) => boolean {
  const halfDone = new Set(health.kind === 'half-done' ? health.packages : [])
  return ({ name }) => !halfDone.has(name)
}
