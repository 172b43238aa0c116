/** A program that restores files, to be killed at any moment. */
import { readFileSync } from 'node:fs'
import { restoreHere } from '../../src-main/domains/files/on-machine/restore/restore.ts'

const { places, request } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as {
  places: Parameters<typeof restoreHere>[0]
  request: Parameters<typeof restoreHere>[1]
}
await restoreHere(places, request, {
  report: ({ current }) => process.stdout.write(`${typeof current === 'string' ? current : (current?.id ?? '')}\n`),
})
process.stdout.write('done\n')
