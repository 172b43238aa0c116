/** Laptops whose snapd is a double, in memory. */
import type { Server } from 'node:http'
import { createServer } from 'node:net'
import path from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import type { PackageRule } from '../../../src-main/contract/package-rule.ts'
import { createSnapAnswers } from '../../../src-main/domains/packages/snap/on-machine/answers.ts'
import { createSnapStep } from '../../../src-main/domains/packages/snap/on-pair/source.ts'
import { packagesDeclaration } from '../../../src-main/domains/packages/on-pair/packages-step.ts'
import type { Pair } from '../../../src-main/switch/step.ts'
import { runOutside } from '../../run-outside.ts'
import { serveSnapd, type DoubleState } from '../../snapd-double.ts'
import { memoryMachine } from '../machine/memory-machine.ts'
import { ownFolder } from '../../own-folder.ts'

/** The socket of a laptop without snapd is not there; one that is `deaf` takes what it is asked, and hangs up. */
export type Snapd = DoubleState | 'absent' | 'deaf'

/** For the tests of one file. */
export function snapLaptops() {
  let folder = ''
  let machines = 0
  const servers: Server[] = []
  const closers: (() => void)[] = []

  beforeEach(() => void (folder = ownFolder('snaps')))

  afterEach(() => {
    closers.splice(0).forEach((close) => close())
    servers.splice(0).forEach((server) => server.close())
  })

  async function machineWith(name: string, state: Snapd) {
    const socketPath = path.join(folder, `${(machines += 1)}.socket`)
    if (typeof state === 'object') servers.push(await serveSnapd(socketPath, state))
    else if (state === 'deaf') {
      const server = createServer((socket) => socket.destroy())
      await new Promise<void>((resolve) => server.listen(socketPath, resolve))
      closers.push(() => void server.close())
    }
    const stateFolder = path.join(folder, name)
    const { machine } = await memoryMachine(name, createSnapAnswers(socketPath), { stateFolder })
    closers.push(() => machine.close())
    return machine
  }

  async function pairOf(from: Snapd, to: Snapd): Promise<Pair> {
    return { from: await machineWith('p17', from), to: await machineWith('xps', to) }
  }

  return { machineWith, pairOf }
}

export const stepWith = (rules: readonly PackageRule[] = []) =>
  createSnapStep(packagesDeclaration, () => Promise.resolve(rules))
export const planOf = (pair: Pair, rules: readonly PackageRule[] = []) => stepWith(rules).probe(pair, runOutside)
