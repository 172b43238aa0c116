/** A program that reclaims, to be killed at any moment. */
import { readFileSync } from 'node:fs'
import { reclaim } from '../../src-main/domains/reclaim/on-machine/run-reclaim.ts'
import { jobByItself } from '../job-by-itself.ts'

const { stateFolder, places } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as {
  stateFolder: string
  places: Parameters<typeof reclaim>[1]['places']
}
process.stdout.write('begins\n')
await reclaim(
  { stateFolder },
  { places, inUse: () => () => undefined, stillMs: -5_000 },
  { what: 'run', paths: [], isFull: false },
  jobByItself,
)
process.stdout.write('done\n')
