/** A program that rolls back and is killed at the moment it is told: SIGKILL, as a crash would. */
import { readFileSync } from 'node:fs'
import { findGround } from '../../src-main/domains/rollback/on-machine/state/ground.ts'
import { readOrder, readRequest } from '../../src-main/domains/rollback/on-machine/state/operation.ts'
import { rollBackAtEnd, rollBackNow } from '../../src-main/domains/rollback/on-machine/run/run-order.ts'
import { surroundings } from './rollback-disk.ts'

const [top = '', state = '', killAt = ''] = process.argv.slice(2)
const parent = Number(/^PPid:\s*(\d+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1])

let reached = 0
const stop = (name: string): void => {
  reached += 1
  process.stdout.write(`${name}\n`)
  if (String(reached) === killAt) process.kill(process.pid, 'SIGKILL')
}

const ground = await findGround(top, state, stop, {})
const around = { ...surroundings({ state }), mountsOf: parent }
const request = readRequest(state)
if (request !== undefined) await rollBackNow(ground, around, request)
else if (readOrder(state) !== undefined) await rollBackAtEnd(ground, around, () => Promise.resolve(undefined))
