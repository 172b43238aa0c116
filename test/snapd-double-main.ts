/** The double as a program: `node FILE STATE.json` on the socket of snapd. Writes what it has become where snapd keeps its state. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { doubleState, serveSnapd, type DoubleState } from './snapd-double.ts'

const stateFile = '/var/lib/snapd/state.json'
const given = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Partial<DoubleState>
const state = doubleState(given)
mkdirSync('/var/lib/snapd', { recursive: true })

function keep(): void {
  writeFileSync(`${stateFile}.new`, JSON.stringify(state))
  renameSync(`${stateFile}.new`, stateFile)
}

keep()
await serveSnapd('/run/snapd.socket', state, keep)
