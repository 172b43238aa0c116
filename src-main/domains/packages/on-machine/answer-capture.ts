import { readAutomaticPackages } from '../../../tools/apt/apt-extended-states.ts'
import { listDpkgPackages, nativeArchitectureOf, readArchitectures } from '../../../tools/apt/dpkg-query.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { answer } from '../../../machine/machine.ts'
import type { Capture } from '../model.ts'
import { capturePackages } from '../verbs.ts'
import { describePackages, findOwn } from './describe-packages.ts'
import { readHealth } from './read-health.ts'
import { readUnits } from './read-units.ts'

export const answerCapture = answer(capturePackages, (_input, { host, signal }) =>
  capture(host.stateFolder, { signal }),
)

export async function capture(stateFolder: string, options: RunOptions): Promise<Capture> {
  const [known, automatic, units] = await Promise.all([
    listDpkgPackages(options),
    readAutomaticPackages(),
    readUnits(options),
  ])
  const nativeArch = nativeArchitectureOf(known)
  const [health, architectures] = await Promise.all([
    readHealth(known, stateFolder, options),
    readArchitectures(nativeArch),
  ])
  const packages = describePackages(known, automatic, nativeArch)
  return { nativeArch, architectures: [...architectures], packages, own: findOwn(packages), units, health }
}
