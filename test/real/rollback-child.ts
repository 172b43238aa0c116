/** A program that rolls back and is killed at the moment it is told: SIGKILL, as a crash would. */
import { readFileSync } from 'node:fs'
import { openContext } from '../../src-main/domains/rollback/on-machine/state/context.ts'
import { readOrder, readRequest } from '../../src-main/domains/rollback/on-machine/state/operation.ts'
import { rollBackAtEnd, rollBackNow } from '../../src-main/domains/rollback/on-machine/run/run-order.ts'
import { laptopContext } from './rollback-disk.ts'

const [top = '', state = '', killAt = ''] = process.argv.slice(2)
const parent = Number(/^PPid:\s*(\d+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1])

let reached = 0
const stop = (name: string): void => {
  reached += 1
  process.stdout.write(`${name}\n`)
  if (String(reached) === killAt) process.kill(process.pid, 'SIGKILL')
}

const laptop = { ...laptopContext({ state }), mountNamespacePid: parent }
const context = await openContext(laptop, { top, stateFolder: state, stop })
const request = readRequest(state)
if (request !== undefined) await rollBackNow(context, request)
else if (readOrder(state) !== undefined) await rollBackAtEnd(context, () => Promise.resolve(undefined))
