/** A program that puts a bundle away or brings it back, and is killed before the step of that number. */
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import type { BundleId } from '../../src-main/contract/bundles-calls.ts'
import { takeLock } from '../../src-main/commons/ledger/on-machine/lock-file.ts'
import { bringBack, putAway } from '../../src-main/domains/bundles/on-machine/put-away.ts'
import type { BundlePlaceRequest } from '../../src-main/domains/bundles/on-machine/at-place.ts'

const { host, what, id, step } = JSON.parse(process.argv[2] ?? '') as {
  host: BundlePlaceRequest['host']
  what: 'away' | 'back'
  id: BundleId
  step: number
}
const request = { host }
const operationId = `bundle-${process.pid}`
const laptop = { name: 'p17', label: 'P17' }
const signal = new AbortController().signal
const lock = { id: operationId, of: { kind: 'work' as const, laptop }, startedBy: 'p17' }
if (what === 'away') await takeLock(host.stateFolder, lock, { signal, blocksSwitch: () => undefined })

let steps = 0
const changing = ['renameSync', 'rmSync', 'rmdirSync', 'mkdirSync', 'copyFileSync', 'fsyncSync'] as const
for (const name of changing) {
  const real = fs[name] as (...given: unknown[]) => unknown
  Object.assign(fs, {
    [name]: (...given: unknown[]) => {
      // What is done on the disk while it is read before changes nothing here.
      if (what === 'away' && String(given[0]).startsWith(host.runFolder)) return real(...given)
      steps += 1
      if (steps === step) process.kill(process.pid, 'SIGKILL')
      return real(...given)
    },
  })
}
syncBuiltinESMExports()
const quiet = { onSent: () => undefined, onRead: () => undefined }
if (what === 'away') await putAway(request, { operationId, bundle: id }, {})
else await bringBack(request, id, () => quiet)
process.stdout.write('done\n')
process.exit(0)
